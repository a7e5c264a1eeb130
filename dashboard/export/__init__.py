"""Files that leave, made of frames that passed the gate and of nothing else."""
