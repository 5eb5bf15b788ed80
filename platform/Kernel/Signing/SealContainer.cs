using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Virtuos.Kernel.Signing;

/// <summary>One file with a seal and time stamp beside it that leaves the file itself as it is: ASiC-S with CAdES (ETSI EN 319 162-1).</summary>
public static class SealContainer
{
    public const string MimeType = "application/vnd.etsi.asic-s+zip";
    private const string Signature = "META-INF/signature.p7s", Declared = "mimetype";
    private const int Largest = 16 * 1024 * 1024;

    /// <summary>A container of the file under the seal, without a stamp yet.</summary>
    public static byte[] Seal(string name, byte[] content, SealCertificate seal, DateTimeOffset time) => Write(name, content, PaperSeal.Sign(content, seal, time), time);

    /// <summary>The same container with the time stamp of an authority on its seal (baseline B-T).</summary>
    /// <exception cref="InvalidOperationException">It is no container of this kind.</exception>
    /// <exception cref="TimestampUnavailableException">The authority gave none.</exception>
    public static async Task<byte[]> Stamp(byte[] container, TimestampAuthority authority, CancellationToken cancel)
    {
        if (Open(container) is not var (name, content, signature)) throw new InvalidOperationException("The file is no sealed container.");
        var message = new SignedCms(new ContentInfo(content), detached: true);
        message.Decode(signature);
        message.CheckSignature(verifySignatureOnly: true);
        var signer = message.SignerInfos[0];
        var token = await authority.Stamp(signer, cancel);
        signer.AddUnsignedAttribute(new AsnEncodedData(new Oid(PaperSeal.SignatureTimeStamp), token.AsSignedCms().Encode()));
        return Write(name, content, message.Encode(), token.TokenInfo.Timestamp);
    }

    /// <summary>The file inside and what is to be said of its seal; null when it is no container of this kind.</summary>
    public static (string Name, byte[] Content, SealVerification Seal)? Verify(byte[] container, params IReadOnlyCollection<X509Certificate2> trustedRoots) =>
        Open(container) is var (name, content, signature) ? (name, content, SealVerification.Of(content, signature, trustedRoots)) : null;

    private static byte[] Write(string name, byte[] content, byte[] signature, DateTimeOffset time)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            // The type comes first and uncompressed, so that it can be told from the first bytes.
            foreach (var (entry, data, level) in ((string, byte[], CompressionLevel)[])[(Declared, Encoding.ASCII.GetBytes(MimeType), CompressionLevel.NoCompression), (name, content, CompressionLevel.Optimal), (Signature, signature, CompressionLevel.Optimal)])
            {
                var written = zip.CreateEntry(entry, level);
                written.LastWriteTime = new DateTimeOffset(time.UtcDateTime);
                using var stream = written.Open();
                stream.Write(data);
            }
        }
        return bytes.ToArray();
    }

    private static (string Name, byte[] Content, byte[] Signature)? Open(byte[] container)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(container, writable: false), ZipArchiveMode.Read, leaveOpen: false, Encoding.UTF8);
            var data = zip.Entries.Where(e => e.FullName != Declared && !e.FullName.StartsWith("META-INF/", StringComparison.Ordinal)).ToList();
            return data is [{ } one] && zip.GetEntry(Signature) is { } signature && Read(one) is { } content && Read(signature) is { } signed ? (one.FullName, content, signed) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // A small container may pretend to hold more than the machine has.
    private static byte[]? Read(ZipArchiveEntry entry)
    {
        if (entry.Length > Largest) return null;
        using var stream = entry.Open();
        var bytes = new byte[entry.Length];
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length ? bytes : null;
    }
}
