/** A part of the panel that can be folded away. */

import { element, fill } from '../dom';

/** A heading with a body below it. */
export class Section {
  readonly body = element('div', { class: 'kale-Section-body' });
  private readonly heading = element('summary', { class: 'kale-Section-heading' });
  readonly node: HTMLDetailsElement;

  /**
   * @param name Names the section in the page.
   * @param title The heading.
   * @param open Whether it is unfolded at first.
   */
  constructor(
    name: string,
    private readonly title: string,
    open: boolean
  ) {
    this.node = element('details', { class: 'kale-Section', 'data-section': name, open }, this.heading, this.body);
    this.count(0);
  }

  /** Show how many things the section holds. */
  count(number: number): void {
    fill(this.heading, this.title, number > 0 ? element('span', { class: 'kale-Count' }, String(number)) : null);
  }
}
