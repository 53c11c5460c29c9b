/** Elements made by hand: everything that a user or a notebook says becomes text, never markup. */

type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;
type Child = Node | string | null | undefined;

/** Give an element with attributes; `true` sets an empty attribute, `false` and nothing leave it out. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) {
      made.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, String(value));
    }
  }
  made.append(...children.filter((child): child is Node | string => child !== null && child !== undefined));
  return made;
}

/** Give a button that does something when it is pressed, by mouse or by key. */
export function button(text: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', class: 'kale-button', ...attributes }, text);
  made.addEventListener('click', act);
  return made;
}

/** Put `children` in the place of all that `parent` holds. */
export function fill(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren(...children.filter((child): child is Node | string => child !== null && child !== undefined));
}

let given = 0;

/** Give an id that no other element of this page has, for labels and descriptions. */
export function uniqueId(stem: string): string {
  given += 1;
  return `kale-${stem}-${given}`;
}
