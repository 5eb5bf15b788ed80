using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Virtuos.Kernel.Configuration;

/// <summary>The installation's own secrets, made once as files that only the program's user can read.</summary>
public sealed class KeyRing
{
    private readonly string folder;
    private readonly ConcurrentDictionary<string, byte[]> secrets = new(StringComparer.Ordinal);

    public KeyRing(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Signing = ECDsa.Create();
        Signing.ImportFromPem(System.Text.Encoding.ASCII.GetString(Keep("signing.pem", () =>
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem());
        })));
    }

    public string Folder => folder;

    /// <summary>Signs checkpoints of the ledger.</summary>
    public ECDsa Signing { get; }

    /// <summary>32 random bytes that stay the same for the life of the installation.</summary>
    public byte[] Secret(string name) => secrets.GetOrAdd(name, n => Keep($"{n}.key", () => RandomNumberGenerator.GetBytes(32)));

    // Written aside and linked into place, so that of two processes that start together one wins and both read the same.
    private byte[] Keep(string name, Func<byte[]> make)
    {
        var path = Path.Combine(folder, name);
        if (File.Exists(path)) return File.ReadAllBytes(path);
        var aside = $"{path}.{Guid.CreateVersion7():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(aside, options))
        {
            file.Write(make());
            file.Flush(flushToDisk: true);
        }
        try { File.Move(aside, path, overwrite: false); }
        catch (IOException) when (File.Exists(path)) { File.Delete(aside); }
        return File.ReadAllBytes(path);
    }
}
