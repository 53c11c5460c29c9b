/** Pages in the main area that can only be read: previews, logs, reports. */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget } from '@jupyterlab/apputils';
import { Widget } from '@lumino/widgets';
import { element, fill } from './dom';
import { pipelineIcon } from './icons';

/** Opens pages, each at most once: what is shown again takes the place of what was there. */
export class Pages {
  private readonly open = new Map<string, MainAreaWidget>();

  constructor(private readonly app: JupyterFrontEnd) {}

  /**
   * Show a page.
   *
   * @param name Tells pages apart.
   * @param title What the page's tab says.
   * @param content What stands on it.
   */
  show(name: string, title: string, ...content: readonly (Node | string | null)[]): void {
    const page = this.open.get(name) ?? this.make(name);
    page.title.label = title;
    page.content.node.setAttribute('aria-label', title);
    fill(page.content.node, ...content);
    this.app.shell.activateById(page.id);
  }

  private make(name: string): MainAreaWidget {
    const content = new Widget({ node: element('div', { class: 'kale-Page', tabindex: 0, role: 'region' }) });
    const page = new MainAreaWidget({ content });
    page.id = `kale-page-${name}`;
    page.title.icon = pipelineIcon;
    page.title.closable = true;
    page.disposed.connect(() => this.open.delete(name));
    const neighbour = [...this.open.values()].at(-1);
    this.open.set(name, page);
    // The first page stands beside the notebook, the others behind it: a split for each would leave none of them room.
    const place = neighbour ? ({ mode: 'tab-after', ref: neighbour.id } as const) : ({ mode: 'split-right' } as const);
    this.app.shell.add(page, 'main', { ...place, activate: false });
    return page;
  }
}

/** Give text of a program as it stands. */
export function sourceText(text: string): HTMLElement {
  return element('pre', { class: 'kale-Source', tabindex: 0 }, text);
}

/** Give the lines of a unified diff, each marked by what it does. */
export function diffText(text: string): HTMLElement {
  const kinds: Record<string, string> = { '+': 'added', '-': 'removed', '@': 'place' };
  const lines = text.split('\n').map(line => {
    const kind = line.startsWith('+++') || line.startsWith('---') ? 'place' : (kinds[line.charAt(0)] ?? 'same');
    return element('span', { class: 'kale-Diff-line', 'data-kind': kind }, `${line}\n`);
  });
  return element('pre', { class: 'kale-Source kale-Diff', tabindex: 0 }, ...lines);
}

/** Give a page of HTML in a frame in which nothing runs and from which nothing leads out. */
export function framed(html: string, title: string): HTMLElement {
  return element('iframe', { class: 'kale-Report', sandbox: '', srcdoc: html, title });
}

/** Give something below a heading that folds it away. */
export function folded(title: string, open: boolean, content: Node): HTMLElement {
  return element('details', { class: 'kale-Fold', open }, element('summary', {}, title), content);
}
