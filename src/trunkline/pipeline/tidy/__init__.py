"""The tidy layer: views beside the tables of the resources, with each thing once, whatever it was loaded by.

``post`` is the ``uri`` of a row in ``posts``, and ``account`` an address ``name@domain``, in ``people`` if that person
was loaded. `trunkline.pipeline.tidy.views` makes the views, `trunkline.pipeline.describing.views` describes them.
"""
