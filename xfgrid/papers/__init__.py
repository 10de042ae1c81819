"""Papers: what is handed out, sent or signed, from one text in two forms.

    schemas/papers/KIND.toml  +  facts  →  PDF (typst)
                              +  facts  →  DOCX (docxtpl; the template is made from the same text, or the county's own)

The words of a paper stand in its template and nowhere else; `facts` are plain values made from a case or a meeting. The
layout is GB/T 9704-2012 for A4 and a plain slip for A5. No fact holds a contact: contacts are sealed and never read here.
"""
