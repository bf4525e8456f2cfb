"""What `--source` names: the shipped graph, files, a store on disk, a SPARQL endpoint.

Kinds of sources may be added here. It alone uses the network; it knows nothing of entities,
formats or the command.
"""
