"""Converts a pickled PyTorch checkpoint to .safetensors: python convert_checkpoint.py model.pt model.safetensors (needs torch and safetensors)."""
import sys

import torch
from safetensors.torch import save_file

state = torch.load(sys.argv[1], map_location="cpu", weights_only=True)  # refuses anything but tensors
state = state.get("state_dict", state.get("model", state))
save_file({name: tensor.clone().contiguous() for name, tensor in state.items() if isinstance(tensor, torch.Tensor)}, sys.argv[2])
