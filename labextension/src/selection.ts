/** Which cells the user means. */

import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';

/** Give the selected cells that hold code, in the notebook's order; those of Markdown take no part in a pipeline. */
export function selectedCells(panel: NotebookPanel): Cell[] {
  const notebook = panel.content;
  return notebook.widgets.filter(cell => cell.model.type === 'code' && notebook.isSelectedOrActive(cell));
}
