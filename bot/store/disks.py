"""What kind of file system the database lies on, where the system tells (Linux)."""

from __future__ import annotations

from pathlib import Path

from bot.errors import StoreError

NETWORK_DISKS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "fuse.sshfs", "fuse.glusterfs"})
"""Types of file systems on which a write-ahead log is not safe."""
MOUNTS = Path("/proc/self/mounts")


def refuse_network_disk(path: Path, mounts: Path = MOUNTS) -> None:
    """Raise StoreError for a path on a network disk, where a write-ahead log is not safe."""
    disk = find_disk_type(path, mounts=mounts)
    if disk in NETWORK_DISKS:
        raise StoreError(f"{path} is on a network disk ({disk}).", hint="Move the database to a local disk.")


def find_disk_type(path: Path, *, mounts: Path = MOUNTS) -> str | None:
    """Give the type of the file system that holds ``path``, where the system tells (Linux), else None."""
    if not mounts.exists():
        return None
    where = path.resolve()
    best: tuple[int, str] | None = None
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        fields = line.split()
        if len(fields) < 3:  # noqa: PLR2004  device, mount point, type
            continue
        point = Path(fields[1].replace("\\040", " "))
        if (where == point or point in where.parents) and (best is None or len(point.parts) >= best[0]):
            best = (len(point.parts), fields[2])
    return best[1] if best else None
