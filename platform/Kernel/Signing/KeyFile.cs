using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Virtuos.Kernel.Signing;

/// <summary>A certificate with its private key in one PEM file (PKCS#8) that only the owner may read.</summary>
internal static class KeyFile
{
    /// <summary>Reads the file, or makes it; of several makers at once the first wins and all get its key.</summary>
    public static X509Certificate2 LoadOrCreate(string path, Func<X509Certificate2> create)
    {
        if (!File.Exists(path))
        {
            using var created = create();
            Publish(path, created);
        }
        return X509Certificate2.CreateFromPemFile(path);
    }

    private static void Publish(string path, X509Certificate2 certificate)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (OperatingSystem.IsWindows())
            System.IO.Directory.CreateDirectory(folder);
        else
            System.IO.Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var draft = $"{path}.{Guid.CreateVersion7():n}.tmp";
        try
        {
            using (var file = new FileStream(draft, Options()))
            {
                file.Write(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n" + KeyOf(certificate) + "\n"));
                file.Flush(flushToDisk: true);
            }
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Somebody else was first; their key counts.
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static string KeyOf(X509Certificate2 certificate)
    {
        using AsymmetricAlgorithm key = certificate.GetRSAPrivateKey() as AsymmetricAlgorithm ?? certificate.GetECDsaPrivateKey()
            ?? throw new CryptographicException("The certificate has no private key of a known kind.");
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
