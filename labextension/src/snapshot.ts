/** The notebook as it stands, unsaved changes included, in the form of its file. */

import type { ISharedCell } from '@jupyter/ydoc';
import type { INotebookModel } from '@jupyterlab/notebook';
import type { JSONObject } from '@lumino/coreutils';

/** The first minor version of format 4 in which cells have ids, by which the server names them. */
const MINOR_WITH_IDS = 5;

/**
 * Give the notebook without its outputs: they can be many megabytes, and nothing of the pipeline follows from them.
 */
export function snapshot(model: INotebookModel): JSONObject {
  const shared = model.sharedModel;
  return {
    nbformat: shared.nbformat,
    nbformat_minor: Math.max(shared.nbformat_minor, MINOR_WITH_IDS),
    metadata: shared.getMetadata() as JSONObject,
    cells: shared.cells.map(cellSnapshot)
  };
}

function cellSnapshot(cell: ISharedCell): JSONObject {
  const common = {
    id: cell.getId(),
    cell_type: cell.cell_type as string,
    metadata: cell.getMetadata() as JSONObject,
    source: cell.getSource()
  };
  return 'execution_count' in cell ? { ...common, execution_count: cell.execution_count, outputs: [] } : common;
}
