/** The extension's icon: three steps, and the way from one to the others. */

import { LabIcon } from '@jupyterlab/ui-components';

export const pipelineIcon = new LabIcon({
  name: 'kale-pipelines-lab:pipeline',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">
  <g class="jp-icon3" fill="none" stroke="#616161" stroke-width="1.4">
    <path d="M8 5.2v2.3M8 7.5H4.2v2.6M8 7.5h3.8v2.6"/>
  </g>
  <g class="jp-icon3" fill="#616161">
    <rect x="5.8" y="1.4" width="4.4" height="3.8" rx="1"/>
    <rect x="2" y="10.6" width="4.4" height="3.8" rx="1"/>
    <rect x="9.6" y="10.6" width="4.4" height="3.8" rx="1"/>
  </g>
</svg>`
});
