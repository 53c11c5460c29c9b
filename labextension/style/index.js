import './palette.css';
import './cells.css';
import './popover.css';
import './panel.css';
import './pages.css';
