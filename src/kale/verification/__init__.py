"""Whether a pipeline computes what its notebook computes: both are run, and what they leave behind is compared."""
