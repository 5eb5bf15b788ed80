using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Virtuos.Kernel.Blobs;

/// <summary>Brings the names in a folder to the disk; the base library can do that only for the bytes of files.</summary>
public static class FolderSync
{
    private const int ReadOnly = 0;
    private const int InvalidArgument = 22;

    /// <summary>Returns when every name created, renamed or deleted in the folder before the call survives a power failure.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
            throw Failure("open", folder);
        try
        {
            // Some network file systems answer EINVAL for folders: there is nothing more a program could do.
            if (Sync(descriptor) != 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
                throw Failure("sync", folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string verb, string folder)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"Cannot {verb} the folder {folder}: {new Win32Exception(error).Message}", error);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
