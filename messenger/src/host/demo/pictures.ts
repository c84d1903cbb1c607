// Pictures of the demo, drawn here: an attachment, covers, faces. As `data:` addresses, so that nothing is requested.

const encode = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`;

/** Hills at some hour of the day; two hues. */
export function landscape(sky: string, ground: string): string {
  return encode(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320" width="640" height="320">
    <defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${sky}"/><stop offset="1" stop-color="#fff4e6"/></linearGradient></defs>
    <rect width="640" height="320" fill="url(#s)"/><circle cx="470" cy="110" r="44" fill="#fff" opacity=".85"/>
    <path d="M0 240 C120 170 220 250 340 200 S560 170 640 220 V320 H0Z" fill="${ground}" opacity=".55"/>
    <path d="M0 280 C160 220 260 300 400 250 S580 240 640 270 V320 H0Z" fill="${ground}"/></svg>`);
}

/** A face of simple shapes. */
export function face(skin: string, hair: string, shirt: string): string {
  return encode(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="#e8edf6"/>
    <path d="M10 64c0-14 10-20 22-20s22 6 22 20z" fill="${shirt}"/><rect x="27" y="36" width="10" height="12" rx="5" fill="${skin}"/>
    <circle cx="32" cy="28" r="13" fill="${skin}"/><path d="M18 29c-2-14 6-19 14-19s17 5 14 19c-2-7-6-10-9-10-6 4-14 3-19 10z" fill="${hair}"/></svg>`);
}

/** A board with cards, as WebP: a format that is shown as a picture in a message. */
export const PNG =
  "data:image/webp;base64,UklGRvQPAABXRUJQVlA4WAoAAAAgAAAABwIAhQEASUNDUMgBAAAAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" +
  "AAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0A" +
  "AABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAA" +
  "ABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcA" +
  "EcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADZWUDggBg4AAJCSAJ0BKggChgE+lUieTCWkIyIiMOs4sBKJZ27uYVAIC8RJI9Rqfnr9Vi8BTeZclnqpS3YtH055CfWd+hvYA51PmA/aP1kfRf/k/UA/yXUve" +
  "gB0w+Q9edv9D6zbwreEknz29hcsC5T5l05VVJ3tfvG+hBdmbI5/4SZcCPzLOnZHP+Lb0tWqX22Lrgzduxz3koZybGPHZFqW4M9fUp2Rz/wky4EfmNQov7xpV01SFp97jk9t3ROqDTUWX+wfB5yNuJjuLtRRnJsY9" +
  "f3Uu9dpONTBlMAPS/IeCoMBmF1vdx+Q8FQYDMLre7j8h4KfjqGeMHoZj4ytOBuKImeqYWWWsw8Nh2QtBlUOX4/YPqzM3Mldi1c8DDpfX6m1RFemYUdJ1yaCQ8TaRTmagamK22sQnxLE6l7+I7jTNya4ReiR3iIOf" +
  "PIru2Xp6c1ThnSZmeOxnJnhJMHqzu/lbyRTpmIYtI5sjA447fufc+3ZaNcgO1Bi4nVDqV1xG4Rc+RF0jw4LL/YPgBnctZEjHyMi2h3jCEDX1cdQ0zTsYA83RhugGNsn2oZlEwgnEvYnSqj0HVxP7HXN3INpF7/6j" +
  "Md19RhEKLtRA8dxVNi92Pl/0tBxEpz88qh1LTfbbxfVCp78IeZKTzb3rveS+xRPXgXWQRWoOb6XesBdtmLGlsBH06sSlkCTMfHbgVsbUb8pMUfzpjXdFSyponR05lzzpmyi97/4+gmPZwpxHxnNz/fFzrw6EKnjZ" +
  "seh3ZXOUpInmgZybGLqpe23s085d8+RjS+OB9dY7vp2aQf7u4ys/783La3KxchvWysCc9w9HzCWAOBRkWul47Q/XN1d6uJPt/phvcP4Kum64mO4u1ELml2jYrRjoxW5Be2bY3nmoderJiIEmxACkCYrSCUr+k7fj" +
  "gWL4XDcf19ViRiNcbO6T0JxSPNEcacmLIqgs9nflAlLAKZLciblPdCKpX67WGxbsqacXGmnxy/DBj1prpCs7QtowDNyPmcrMZZX/V1oLMO2rf0+9PqTUT9YdhUhm0EII+BsO2iI3MoiSLrOkV9ARct3HCVsw8XD1" +
  "yzSiGo/O7VZQqBlgsv9dnN72d30kRXaWVDduvZ9jIbB8Hm0/9vAbhTQ84bDCajcNopFDL/YMMAhLIxeqx202COAVC87ael0QrTS9Ez7QccK1cp9d+jn/kIcWLVPDt/nCN5qe/2PZz9ShyDytzZ0ZBAEidc1VnF3F" +
  "Duu++KjvjLl3bwy4Efmnt4bPYb+XX2pT9tjFfH1Bu87qRh6v29iZGu8Q5f2vOYsVBx6eHp2Rz/yDsX0AP8VI7tnMnJbJ1QxSjIPBHxdDIhrwKEu8fBim0ahJtyTLgR+v4SYw6+DkBWK0rbnoOv9P8UWPd457Oc6F" +
  "zpmUfK76EMSjX3ca9eVvuw2x54z7ZCJ2Rz/wraP7t4SNz5AUzJob//jPG/mi4/wky4RofCTLgUpOthPv+kpAj8kfwL8/FAK1i2FRwLbvtD5cQ1OyOf9LnL4TGY/xFfknsFc/lUBY9Kfw8D+HAqEvimAUNuZ93DwP" +
  "jiU7I5/4SZcCPzLOnZHP/CTLf2AAP7553PgL3peA6Hzh6EQAAADLxUIvThakAtTggr5PPCf5j0sh53SmmZ/vuL36iPNl0bgJNCOMPyTOylRjjHcU/WDPW2vstdimO+CyFyWQL1rI3PKmaBoBwy39cJ3a3eIIlqGG" +
  "vNgisMJB9zgLp2WKeUP5P6719IAAAAbmEA8622myXr2qdud/iaNKvNd8kJyssnrcxDK6rGYDXL79Sak1JqTUmpNSak1JqTUmpNSak1JqTR1ASiz+p++l5hU4uQj5Z+jAAAAAAAAAyXH36l72gZ1+evaB2L9TKnda" +
  "P/HgmMo5VP5Rnepu8Tu+ga2VrEp3UkLJ+T3qTgtrAJHsN3S2cmdcIDlPcA2ZKdnB+bk9s4EHl/4MMSiNecjNVgatGjWuu1hTr0RAYgfS2Pw2oHcAIYc/+VQaYSTTJ4zlezFYj+zmURn2t5cYypZzv1sIiubcqpc+" +
  "vdTbbiDn3lT9HyU15YeHXWqluXdaIzMN0Xmt3wiJUMHA81qpEv7cWp8iP5gLyu5tfuc+gxTwRwFbPZ69TNgDxbEnhB7zBE06ARY0iUoLDYPFYsmmDuCqvf+/DFwLYDlhaoTkvnyDLjJJmk3e3HRxlgq8r1lTmxL5" +
  "cClx3LYYx6cI31qfCHOA05Q4Xp4aebStbsPSp2h6wPgXBxRpzydPGEZ/7uiAAkuh+uO9GlXx0zwDa7eXmdZC8Yi0VrgRh3abINTcl1z//Cdwg8yYQLNY/OYUDDf+za5sj6p554IKqqjGX8DvC/b7W45f6os3zdsg" +
  "6mDaVGpXTnhUMiGnyZ1hg7eXr0IYjwgx0LI5u7rJ3B0flGcNy+ltjApsfXWsyUuwTKXe8W7vnkqm6yNPRckIUmgM1dOWuCq07SUKUYJcuRNLcv+vu0vyR7rOTXPgPJ/MRq3pqhBiSdl+TUTb/NgsKzRixGB8JgJg" +
  "inH1y/rhPvhHnqYcpe9ht9d6MHK/DaW/4HvGInOSftufGTT5jp/mWvINWvd9LYpA6ubmFhI5SeUa7RQaZ/oVy5jYPP8VrFvDK0sDadIuFc4vbNhMuXVW+uo3XNzu/BqXwSU3su1CDpH0WezsuUpOyudQsAqRvq/P" +
  "Te2S2gA0Cm07mT2zQgZNyae9L3g/sB8fkk77j3vm7/2FAd4qFZb1iOdD2nU34Ia/2haxMJb5a4mqmwify4kk1MM4YN9CzB2B9qWyHSXhvS4Kfxj0e/BXVS8XHBOYWU3hWDmlylIT+s0ZARriwtdDOYcLvPfTjHVw" +
  "kTLR6V2qilRUFjq5arIgE6Wcc0cjHQB4y3GH/axcAWLwNAx9K64SrS8wRM9B183VydAEYYmpIvGhPRrCvsXgp5zExXCRzpdKRb9iUCFc/9TBVqSgT0wDUdfXrJa0pNz14WfIBm+kucYfHIMrBf3SUKfIdr9xom+z" +
  "eMHwYT4/DGDuEOvMOQgHESfD9Ue0ft7/7kQysaWZCmvGAVXktBAHJuyq4GzYnsHqqr9xicBTMj11ZnDAwH74fIiY1OJKzw0A/0kcWP1qYthx+Li3jzVIj1QgZCWR07WnCuWx57TmPIscmku0fXQlU0cWWfN09omW" +
  "7ER0JOOSJG2jsoat1VarOosaWTBppEdJZIA5+CuCmCeh+vntj0dv3fTbZ2OWuE9EXpsl7qJZWxaBWVKvoYX13cHTe35AIeKB76YZzBxSjhVAqDLQRbKajHRn/omYLiXGY99JtNV0VIByqVseke1OtMLmhE+/jzak" +
  "dBRBCN4GciNt7pEZkORbqkt8UoGU0kzyv5juG2qOBqBPF2bqtwcre7af+iNh5LRhfnkC9/GhiI92Sn36hgYyPcmMnKXX5lHSvDLnPMrrf6wzy7WC38M/7UgytSlOFwcBcgwytRKkgxPeJS4MOO9YOdFlnHGnxUAg" +
  "riQ/7N8jhVLVa2HLXJhwiUG0+f7FM3pc1WoVEkiTyw9u8JCoEmDED2Zi4bPLqH8f+O4Ld+S13SrIV6qz3MF7+ZtEPkaeL/xLJGlWEx78M90Ih4Ci4pErwxf2tzofSeZXqvFh+XxPipXD/kU9UtZKnNcDxfEME6oP" +
  "g5Bwo/5TlS0OH2kDwybJ/CwbKhrUGx5b8+KUCAoAo2FtZcyDdhKsI5KhdlqB6UU+yc8p3324eCDlfPBh7eZYZ7RSYErfV+cLkV1nf9bv1rMHbXuVFvZlw4CXnoXWeNJ66LbANwiG/+mVU97xyD6vRdCP6mKD2XZc" +
  "quNwo+SxvWg4mGU56mbk3UtAKPUzDJTZyVv9sd0uWtM5ra2tAluzrKvqHHfHhgAipi1XhD+MacrFU44r7f1yXTmGcy56CWhRn8obvyOO7dZPngbemoZgilfHWoqUi48QwFLt8YNZzFlQUuqGE181Q9ogweBDAZIA" +
  "aIMrCp3WP2h45/jBGTMJovt/GjTSGABitPG/3LuImZQqw70vAAkXYxZ1cupz9B0qrDmNyrrDtC0swpWlb82/2TRVIrvMZKIc9onhmihnB3PYHtKWcYDBzTaDSfui376D6iBnYl1nQ/pFmVjXJqt0mi9ysFU5iRxf" +
  "mC6pv8JSUcRvngiqJwHv3Hp1yUsp+x78hYGXGfAboqdkt97qd7l988rqWoDHgQp4Boq8PWY3eUl5CkYDkR0s59rA9Xlt5baKgclCYgcW1kc77t8XgAZueSm0jZS2t0pm1VrKRoXyg+VHmG+2LTlveeBPJMv6y2OO" +
  "JGrS/wUgDqLRxjeZwWdjasUPGxFGQ9HjcPnqO/uwMrVzkcYxmSM5AxkW0RmfWhpETLKEHGlWjTMBNK+3sn1YBe8fZu+3V+wAHmRGxnj/1qf9nJqUbGY4Jwld8UHz316iS4UAm2FgfSFaovd1l+5YxUnMO85+OcTA" +
  "2lchAahm7RaNwznRDsxng6B6uCGmbfYfCWh8uvPUPllUjwardhp+jJhXRzVYj8U7+Xd7/dbAN8rnqgnf060h8Adgjzn3vqrr66YVeYEBtt+Qe+xjIDRfan1oqOWevQEOJQ2UWAqRc0C1pimcMiv5G/0AADS2MUXg" +
  "ywsxo/voD0+FXrwi/5s8OEPhV79p9dmUHDgkzqlqUa05o0PUgvk3ixaWRJ+aW3Ft+TNyQcAi/aPAoxs1uEQaLBWMZXa40Y2UfjRyllwMIcBgnt2dzkBJUPNvjGNyd4iQuQre0AAAP4gAETCkMWwsAAmBAAE1M8gz" +
  "KRjtDCu8gyM0R3C4bHIjOIxb3uAAAAAAAAAAAAA";
