// What every screen may use: the ports of main.tsx and this phone. Handed down by the app, never imported from sync or api.
import { createContext, createResource, type Resource, useContext } from "solid-js";
import type { AppPorts } from "../domain/ports";
import { keepSame } from "./keep_same";
import type { Phone } from "./phone";

export interface Scope {
  ports: AppPorts<unknown>;
  phone: () => Phone | null;
  /** The server's build of this app, shown on My device. */
  app_version: string;
}

const ScopeContext = createContext<Scope>();
export const ScopeProvider = ScopeContext.Provider;

export function useScope(): Scope {
  const scope = useContext(ScopeContext);
  if (!scope) throw new Error("A screen stands outside the app.");
  return scope;
}

export function usePhone(): Phone {
  const phone = useScope().phone();
  if (!phone) throw new Error("A screen needs somebody signed in.");
  return phone;
}

/** What was read, or nothing: for the frame round the screens, which must stand when the store cannot be read. */
export function readOrNothing<T>(resource: Resource<T>): T | undefined {
  return resource.error ? undefined : resource.latest;
}

/** Reads again whenever what is stored changes; the old answer stays on screen meanwhile (`latest`), and what says the same
 * is not drawn anew. */
export function readPhone<T>(read: (phone: Phone) => Promise<T>): Resource<T> {
  const scope = useScope();
  const [resource] = createResource(
    () => {
      const phone = scope.phone();
      return phone ? { phone, version: scope.ports.storeVersion() } : null;
    },
    async ({ phone }, before: { value: T | undefined }) => keepSame(before.value, await read(phone)),
  );
  return resource;
}
