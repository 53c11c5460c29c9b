"""The part of the JupyterLab extension that runs in Jupyter's server: it reads notebooks, and says what to change."""
