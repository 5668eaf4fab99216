"""Runs llama.cpp's own server, as the wheel of xllamacpp brings it, until it is told to end."""

import signal
import sys

import xllamacpp

path, name, port, context = sys.argv[1:]

settings = xllamacpp.CommonParams()
settings.model.path = path
settings.model_alias = {name}
settings.port = int(port)
settings.n_ctx = int(context)
settings.n_parallel = 1
server = xllamacpp.Server(settings)
print("Listening on", server.listening_address, flush=True)
signal.pause()
