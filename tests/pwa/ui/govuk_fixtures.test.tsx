// Our Solid controls render what govuk-frontend's own fixtures say, so its styles and its research hold for them.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Component, JSX } from "solid-js";
import { render } from "solid-js/web";
import { describe, expect, it } from "vitest";
import { BackLink } from "../../../pwa/src/ui/back_link";
import { Button } from "../../../pwa/src/ui/button";
import { Checkboxes, Radios } from "../../../pwa/src/ui/choices";
import { DateInput } from "../../../pwa/src/ui/date_input";
import { ErrorSummary } from "../../../pwa/src/ui/error_summary";
import { FileUpload } from "../../../pwa/src/ui/file_upload";
import { ErrorMessage } from "../../../pwa/src/ui/form_group";
import { NotificationBanner } from "../../../pwa/src/ui/notification_banner";
import { Select } from "../../../pwa/src/ui/select";
import { Details, InsetText, Panel, SkipLink, Tag, WarningText } from "../../../pwa/src/ui/small_parts";
import { SummaryList } from "../../../pwa/src/ui/summary_list";
import { TextArea } from "../../../pwa/src/ui/text_area";
import { TextInput } from "../../../pwa/src/ui/text_input";
import { asProps } from "./fixture_options";
import { parseHtml, shapeOf } from "./html_shape";

interface Fixture {
  name: string;
  options: Record<string, unknown>;
  html: string;
}

// biome-ignore lint/suspicious/noExplicitAny: fixtures are untyped, and every option is checked by the comparison
type Drawn = (props: any) => JSX.Element;

const named = (Drawn: Component<never>): Drawn => {
  const Control = Drawn as Drawn;
  return (props) => <Control {...props} id={props.id ?? props.name} />;
};
const wrapping = (Drawn: Component<never>): Drawn => {
  const Control = Drawn as Drawn;
  return (props) => <Control {...props}>{props.text}</Control>;
};
const banner: Drawn = ({ text, ...props }) =>
  typeof text === "string" ? (
    <NotificationBanner {...props} text={text} />
  ) : (
    <NotificationBanner {...props}>{text}</NotificationBanner>
  );

const DRAWN: Record<string, Drawn> = {
  "back-link": wrapping(BackLink),
  button: wrapping(Button as Component<never>),
  checkboxes: Checkboxes,
  "date-input": DateInput,
  details: wrapping(Details as Component<never>),
  "error-message": (props) => <ErrorMessage words={props} id={props.id} />,
  "error-summary": ErrorSummary,
  "file-upload": named(FileUpload as Component<never>),
  input: named(TextInput as Component<never>),
  "inset-text": wrapping(InsetText),
  "notification-banner": banner,
  panel: wrapping(Panel as Component<never>),
  radios: Radios,
  select: named(Select as Component<never>),
  "skip-link": wrapping(SkipLink),
  "summary-list": SummaryList,
  tag: wrapping(Tag),
  textarea: named(TextArea as Component<never>),
  "warning-text": wrapping(WarningText),
};

const ROOT = dirname(createRequire(import.meta.url).resolve("govuk-frontend/package.json"));

/** Options that no screen of ours needs; their fixtures are known to differ. */
function findGap(options: Record<string, unknown>): string | null {
  const group = options.formGroup as Record<string, unknown> | undefined;
  if (group && Object.keys(group).some((name) => /^(before|after)Input/.test(name)))
    return "HTML beside a control";
  if (options.card) return "a summary list inside a card";
  if (options.javascript) return "the drop zone of file upload";
  return null;
}

for (const [component, Control] of Object.entries(DRAWN)) {
  describe(component, () => {
    const path = join(ROOT, "dist/govuk/components", component, "fixtures.json");
    const { fixtures } = JSON.parse(readFileSync(path, "utf8")) as { fixtures: Fixture[] };
    for (const fixture of fixtures) {
      const gap = findGap(fixture.options);
      const test = gap ? it.fails : it;
      test(gap ? `does not offer ${gap}: ${fixture.name}` : `renders ${fixture.name}`, () => {
        const place = document.createElement("div");
        const dispose = render(() => <Control {...asProps(fixture.options)} />, place);
        const ours = shapeOf(place.childNodes);
        dispose();
        expect(ours).toBe(shapeOf(parseHtml(fixture.html)));
      });
    }
  });
}
