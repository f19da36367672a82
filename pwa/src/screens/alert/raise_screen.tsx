// "Raise an alert" on an open phone, from anywhere: about the visit that is open, or about whatever has happened. Works
// without a connection; when it is saved, the page of the alert stands above everything.
import { go, write } from "../address";
import { readPhone, usePhone, useScope } from "../scope";
import { t } from "../texts";
import { RaiseForm } from "./raise_form";

export function RaiseScreen(props: { visit_id: string | null }) {
  const phone = usePhone();
  const scope = useScope();
  const read = readPhone(async (stored) => ({
    visit: props.visit_id ? await stored.findVisit(props.visit_id) : null,
    numbers: (await stored.listDutyNumbers()).map(({ fields }) => fields),
  }));
  /** A visit that has left this phone is no place any more. */
  const visitId = () => (read.latest?.visit ? props.visit_id : null);
  const behind = () =>
    props.visit_id
      ? ({ screen: "visit", visit_id: props.visit_id } as const)
      : ({ screen: "visits" } as const);
  const about = () => {
    const resident = read.latest?.visit?.resident.fields;
    return resident
      ? t("alert-raise-about", {
          name: `${resident.first_name} ${resident.last_name}`,
          address: resident.address_lines[0] ?? "",
        })
      : undefined;
  };
  return (
    <RaiseForm
      back={{ href: write(behind()), text: t(props.visit_id ? "back-to-visit" : "back-to-visits") }}
      about={about()}
      numbers={read.latest?.numbers ?? []}
      council_telephone={scope.ports.session()?.council.telephone}
      raise={async (alert) => {
        await phone.raiseAlert(alert, visitId());
        go(behind(), "replace");
        scope.ports.workSaved();
      }}
    />
  );
}
