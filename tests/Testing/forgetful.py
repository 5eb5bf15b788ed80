#!/usr/bin/python3
"""A folder that loses power: forgetful.py LIVE MOUNT [SURVIVAL]

Mounts LIVE at MOUNT (FUSE; Debian: python3-fusepy). Written bytes are certain only after fsync of their file, names only after
fsync of their folder. Once somebody creates MOUNT/.power-off every change fails; when unmounted, all that was not certain is taken
back: LIVE is what a disk would hold. SURVIVAL (0 to 1) is the chance of each unsynced block of 4 kB to have reached the disk anyway.
Folders cannot be renamed. Rights and times are not forgotten.
"""
import errno
import os
import random
import shutil
import stat
import sys

try:
    from fusepy import FUSE, FuseOSError, Operations, fuse_get_context
except ImportError:
    from fuse import FUSE, FuseOSError, Operations, fuse_get_context

BLOCK = 4096


class Unsynced:
    """What a file held at its last fsync, by blocks that were changed since."""

    def __init__(self, handle):
        self.file = os.open(f"/proc/self/fd/{handle}", os.O_RDWR)
        self.size = os.fstat(self.file).st_size
        self.blocks = {}

    def keep(self, start, end):
        for block in range(start // BLOCK, (min(end, self.size) + BLOCK - 1) // BLOCK):
            if block not in self.blocks:
                self.blocks[block] = os.pread(self.file, min(BLOCK, self.size - block * BLOCK), block * BLOCK)

    def take_back(self, survival):
        if survival == 0 or random.random() >= survival:
            os.ftruncate(self.file, self.size)
        for block, old in self.blocks.items():
            if survival == 0 or random.random() >= survival:
                os.pwrite(self.file, old, block * BLOCK)

    def close(self):
        os.close(self.file)


class Forgetful(Operations):
    use_ns = True

    def __init__(self, live, survival):
        self.live, self.grave, self.survival = live, live + ".grave", survival
        shutil.rmtree(self.grave, ignore_errors=True)
        os.mkdir(self.grave)
        self.files, self.names, self.graves, self.off = {}, {}, 0, False

    def place(self, path):
        return self.live + path

    # Before a change.

    def powered(self):
        if self.off:
            raise FuseOSError(errno.EIO)

    def unsynced(self, handle):
        self.powered()
        inode = os.fstat(handle).st_ino
        if inode not in self.files:
            self.files[inode] = Unsynced(handle)
        return self.files[inode]

    def rename_later(self, path):
        """Remembers what this name certainly meant."""
        self.powered()
        folder, name = os.path.split(path)
        certain = self.names.setdefault(folder, {})
        if name in certain:
            return
        try:
            found = os.lstat(self.place(path))
        except FileNotFoundError:
            certain[name] = None
            return
        if stat.S_ISDIR(found.st_mode):
            certain[name] = ("folder", found)
        elif stat.S_ISLNK(found.st_mode):
            certain[name] = ("link", os.readlink(self.place(path)))
        else:
            self.graves += 1
            buried = f"{self.grave}/{self.graves}"
            os.link(self.place(path), buried)
            certain[name] = ("file", buried)

    def forget_file(self, inode):
        if inode in self.files:
            self.files.pop(inode).close()

    # Certain from here on.

    def fsync(self, path, datasync, handle):
        self.powered()
        self.forget_file(os.fstat(handle).st_ino)

    def fsyncdir(self, path, datasync, handle):
        self.powered()
        for certain in self.names.pop(path, {}).values():
            if certain and certain[0] == "file":
                os.unlink(certain[1])

    def destroy(self, path):
        for unsynced in self.files.values():
            unsynced.take_back(self.survival)
            unsynced.close()
        for folder in sorted(self.names, key=lambda f: f.count("/")):
            if not os.path.isdir(self.place(folder)):
                continue
            for name, certain in self.names[folder].items():
                self.restore(os.path.join(self.place(folder), name), certain)
        shutil.rmtree(self.grave)

    def restore(self, place, certain):
        if certain and certain[0] == "folder":
            if not os.path.isdir(place):
                os.mkdir(place, stat.S_IMODE(certain[1].st_mode))
                os.chown(place, certain[1].st_uid, certain[1].st_gid)
            return
        if os.path.isdir(place) and not os.path.islink(place):
            shutil.rmtree(place)
        elif os.path.lexists(place):
            os.unlink(place)
        if certain and certain[0] == "link":
            os.symlink(certain[1], place)
        elif certain:
            os.link(certain[1], place)

    # Names.

    def own(self, place):
        user, group, _ = fuse_get_context()
        os.chown(place, user, group, follow_symlinks=False)

    def create(self, path, mode, fi=None):
        if path == "/.power-off":
            self.off = True
            raise FuseOSError(errno.EIO)
        self.rename_later(path)
        handle = os.open(self.place(path), os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
        self.own(self.place(path))
        return handle

    def mknod(self, path, mode, device):
        self.rename_later(path)
        os.mknod(self.place(path), mode, device)
        self.own(self.place(path))

    def mkdir(self, path, mode):
        self.rename_later(path)
        os.mkdir(self.place(path), mode)
        self.own(self.place(path))

    def symlink(self, target, source):
        self.rename_later(target)
        os.symlink(source, self.place(target))
        self.own(self.place(target))

    def link(self, target, source):
        self.rename_later(target)
        os.link(self.place(source), self.place(target))

    def unlink(self, path):
        self.rename_later(path)
        inode = os.lstat(self.place(path))
        os.unlink(self.place(path))
        if inode.st_nlink == 1:
            self.forget_file(inode.st_ino)

    def rmdir(self, path):
        self.rename_later(path)
        os.rmdir(self.place(path))

    def rename(self, old, new):
        if os.path.isdir(self.place(old)):
            raise FuseOSError(errno.EXDEV)
        self.rename_later(old)
        self.rename_later(new)
        os.rename(self.place(old), self.place(new))

    # Bytes.

    def open(self, path, flags):
        return os.open(self.place(path), flags & ~(os.O_CREAT | os.O_EXCL | os.O_APPEND))

    def read(self, path, size, offset, handle):
        return os.pread(handle, size, offset)

    def write(self, path, data, offset, handle):
        self.unsynced(handle).keep(offset, offset + len(data))
        return os.pwrite(handle, data, offset)

    def truncate(self, path, length, fh=None):
        handle = os.open(self.place(path), os.O_RDWR)
        try:
            self.unsynced(handle).keep(length, sys.maxsize)
            os.ftruncate(handle, length)
        finally:
            os.close(handle)

    def release(self, path, handle):
        found = os.fstat(handle)
        os.close(handle)
        if found.st_nlink == 0:
            self.forget_file(found.st_ino)

    def flush(self, path, handle):
        return 0

    # What is only asked.

    def getattr(self, path, fh=None):
        found = os.lstat(self.place(path))
        kept = {key: getattr(found, key) for key in ("st_mode", "st_nlink", "st_uid", "st_gid", "st_size", "st_blocks")}
        return kept | {"st_ino": found.st_ino, "st_atime": found.st_atime_ns, "st_mtime": found.st_mtime_ns, "st_ctime": found.st_ctime_ns}

    def readdir(self, path, fh):
        return [".", ".."] + os.listdir(self.place(path))

    def readlink(self, path):
        return os.readlink(self.place(path))

    def statfs(self, path):
        found = os.statvfs(self.live)
        return {key: getattr(found, key) for key in ("f_bavail", "f_bfree", "f_blocks", "f_bsize", "f_favail", "f_ffree", "f_files", "f_frsize", "f_namemax")}

    def chmod(self, path, mode):
        os.chmod(self.place(path), mode)

    def chown(self, path, user, group):
        os.chown(self.place(path), user, group, follow_symlinks=False)

    def utimens(self, path, times=None):
        os.utime(self.place(path), ns=times, follow_symlinks=False)


if __name__ == "__main__":
    FUSE(Forgetful(sys.argv[1].rstrip("/"), float(sys.argv[3]) if len(sys.argv) > 3 else 0.0), sys.argv[2],
         foreground=True, nothreads=True, allow_other=True, default_permissions=True, big_writes=True, fsname="forgetful")
