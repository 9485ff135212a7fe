"""PDFs for tests, as small as they get: pages of text lines at places, in Helvetica."""


def lines(*rows):
    """Content of a page: rows are (x, y from the bottom, size, text in Latin-1)."""
    out = []
    for x, y, size, text in rows:
        text = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        out.append(f"BT /F {size} Tf {x} {y} Td ({text}) Tj ET")
    return "\n".join(out)


def pdf(pages, info="", encrypt="", size=(600, 800)):
    """The bytes of a PDF. info: entries of its dictionary; encrypt: those of how it is locked;
    size: of its pages, in points."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
               "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"]
    for i, content in enumerate(pages):
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size[0]} {size[1]}]/Contents {5 + 2 * i} 0 R"
                       "/Resources<</Font<</F 3 0 R>>>>>>")
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
    trailer = f"/Size {len(objects) + 2}/Root 1 0 R"
    if info:
        objects.append(f"<<{info}>>")
        trailer += f"/Info {len(objects)} 0 R"
    if encrypt:
        objects.append(f"<<{encrypt}>>")
        trailer += f"/Encrypt {len(objects)} 0 R/ID[<00><00>]"
    out, places = "%PDF-1.4\n", []
    for i, o in enumerate(objects):
        places.append(len(out))
        out += f"{i + 1} 0 obj\n{o}\nendobj\n"
    table = "".join(f"{p:010} 00000 n \n" for p in places)
    out += (f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer\n<<{trailer}>>\nstartxref\n{len(out)}\n%%EOF\n")
    return out.encode("latin-1")
