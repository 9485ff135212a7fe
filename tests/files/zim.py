"""A small writer of ZIM files (openzim.org, "ZIM file format") for make.py. It writes what it is told,
faults too: entries say themselves in which cluster, and as which blob, their content is."""
import hashlib, lzma, struct


def entry(path, kind=0, space="C", title="", cluster=0, blob=0):
    """kind: number in the list of types."""
    return struct.pack("<HBcIII", kind, 0, space.encode(), 0, cluster, blob) + names(path, title)


def redirect(path, to, space="C", title=""):
    return struct.pack("<HBcII", 0xffff, 0, space.encode(), 0, to) + names(path, title)


def deleted(path, space="A"):
    return struct.pack("<HBcI", 0xfffd, 0, space.encode(), 0) + names(path, "")


def names(path, title):
    return path.encode() + b"\0" + title.encode() + b"\0"


def table(blobs, wide=False):
    """Offsets and blobs, as they are compressed."""
    size, at, offsets = 8 if wide else 4, 0, []
    at = size * (len(blobs) + 1)
    for b in [*blobs, b""]:
        offsets.append(at)
        at += len(b)
    return struct.pack("<%d%s" % (len(offsets), "Q" if wide else "I"), *offsets) + b"".join(blobs)


def cluster(blobs, wide=False):
    return bytes([1 + 16 * wide]) + table(blobs, wide)


def xz_cluster(blobs, wide=False):
    return bytes([4 + 16 * wide]) + lzma.compress(table(blobs, wide))


def zim(entries, clusters, types, version=(6, 1), places=(), count=None, cluster_places=(), shuffle=False,
        late=False):
    """entries are sorted by the caller. places and cluster_places replace places by their number; count the
    number of entries; shuffle lays entries out backwards; late puts the directory behind the
    clusters, as new writers do."""
    type_list = b"".join(t.encode() + b"\0" for t in types) + b"\0"
    packed = b"".join(clusters)
    at = 80 + len(type_list) + len(packed) * late
    order = list(range(len(entries)))
    where, body = {}, b""
    for i in reversed(order) if shuffle else order:
        where[i] = at + len(body)
        body += entries[i]
    lists = at + len(body)
    cluster_list = lists + 8 * len(entries) + 4 * len(entries)
    first = 80 + len(type_list) if late else cluster_list + 8 * len(clusters)
    cluster_at = [first + sum(len(c) for c in clusters[:i]) for i in range(len(clusters))]
    end = cluster_list + 8 * len(clusters) + len(packed) * (not late)
    for i, place in dict(places).items():
        where[i] = place(where) if callable(place) else place
    for i, place in dict(cluster_places).items():
        cluster_at[i] = place
    head = struct.pack("<IHH16sIIQQQQIIQ", 0x44d495a, *version, b"filterc's tests.",
                       len(entries) if count is None else count, len(clusters), lists, lists + 8 * len(entries),
                       cluster_list, 80, 0, 0xffffffff, end)
    data = (head + type_list + packed * late + body + b"".join(struct.pack("<Q", where[i]) for i in order) +
            b"".join(struct.pack("<I", i) for i in order) +
            b"".join(struct.pack("<Q", c) for c in cluster_at) + packed * (not late))
    return data + hashlib.md5(data).digest()
