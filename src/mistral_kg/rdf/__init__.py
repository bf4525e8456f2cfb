"""RDF as data: files of each format, the default graph, stores, names of IRIs, order, reification.

How data are read and named may change here; it knows nothing of queries, articles or the command.
"""
