"""The tidy layer: views beside the tables of the resources, with each thing once, whatever it was loaded by.

============= ==================================================== ==========================================
view          a row is                                             key
============= ==================================================== ==========================================
posts         a post that is no boost                              ``uri``
people        a person                                             ``account``
boosts        a boost                                              ``uri``
replies       a reply, with what it answers                        ``post``
quotes        a quote, with what it quotes                         ``post``
hashtags_used a hashtag of a post                                  ``post``, ``hashtag``
mentions      a person that a post mentions                        ``post``, ``mentioned``
media         an attachment                                        ``post``, ``position``
links         the preview of a link                                ``post``
poll_options  an option of a poll                                  ``post``, ``position``
follows       a person that another one follows                    ``account``, ``followed``
servers       a server, asked or known by its people               ``server``
edits         a text that a post had                               ``post``, ``valid_from``
============= ==================================================== ==========================================

``post`` is the ``uri`` of a row in ``posts``, and ``account`` an address ``name@domain``, in ``people`` if that person
was loaded. `trunkline.pipeline.tidy.views` makes the views.
"""
