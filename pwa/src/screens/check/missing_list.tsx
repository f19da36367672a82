// What is missing before a form may be saved or sent: each line leads to the page of its question.
import { For } from "solid-js";

export interface MissingListProps {
  title: string;
  lines: readonly { text: string; href: string }[];
  onGo: (index: number) => void;
}

export function MissingList(props: MissingListProps) {
  return (
    <section class="govuk-error-summary" aria-labelledby="missing-title">
      <h2 class="govuk-error-summary__title" id="missing-title">
        {props.title}
      </h2>
      <div class="govuk-error-summary__body">
        <ul class="govuk-list govuk-error-summary__list">
          <For each={props.lines}>
            {(line, index) => (
              <li>
                <a href={line.href} onClick={() => props.onGo(index())}>
                  {line.text}
                </a>
              </li>
            )}
          </For>
        </ul>
      </div>
    </section>
  );
}
