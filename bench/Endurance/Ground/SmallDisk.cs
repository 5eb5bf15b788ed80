namespace Virtuos.Endurance;

/// <summary>A volume of its own in memory, small enough to be filled in a moment.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string folder;

    private SmallDisk(string folder) => this.folder = folder;

    /// <returns>Null when this machine does not let us mount.</returns>
    public static async Task<SmallDisk?> Mount(string folder, int megabytes, CancellationToken cancel)
    {
        System.IO.Directory.CreateDirectory(folder);
        return await Shell.Try(["mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0711", "tmpfs", folder], cancel) is null ? new(folder) : null;
    }

    private string Filler => Path.Combine(folder, "filler");

    /// <summary>Takes all the room there is.</summary>
    public void Fill()
    {
        var block = new byte[1 << 20];
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(block);
                if (block.Length > 4096 && new DriveInfo(folder).AvailableFreeSpace < block.Length) block = new byte[4096];
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync() => await Shell.Try(["umount", "-l", folder], CancellationToken.None);
}
