namespace Virtuos.Kernel.Signatures;

/// <summary>Verifies all signatures, seals and time stamps of a file by its content, whatever its name says.</summary>
public sealed class SignatureChecker(TrustAnchors trust, TimeProvider clock)
{
    /// <summary>Larger files are not judged.</summary>
    public const int Largest = 100 * 1024 * 1024;

    /// <param name="detached">Documents that a signature without its document may be of.</param>
    public async Task<SignatureReport> Check(Stream file, string name, IReadOnlyList<(string Name, Stream Content)> detached, CancellationToken cancel)
    {
        if (await Read(file, cancel) is not { } content) return SignatureReport.Empty with { Unreadable = "kernel.signature.too-large" };
        List<(string Name, byte[] Content)> documents = [];
        foreach (var (document, stream) in detached)
        {
            if (await Read(stream, cancel) is not { } bytes) return SignatureReport.Empty with { Unreadable = "kernel.signature.too-large" };
            documents.Add((document, bytes));
        }
        return Check(content, documents, new CheckContext(trust, clock.GetUtcNow(), cancel));
    }

    internal static SignatureReport Check(byte[] content, IReadOnlyList<(string Name, byte[] Content)> detached, CheckContext context)
    {
        if (CmsFile.Open(content) is { } message) return CadesReader.Read(message, detached, context);
        if (PadesReader.Fits(content)) return PadesReader.Read(content, context);
        return SignatureReport.Empty;
    }

    private static async Task<byte[]?> Read(Stream stream, CancellationToken cancel)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[81920];
        for (int read; (read = await stream.ReadAsync(buffer, cancel)) > 0;)
        {
            if (kept.Length + read > Largest) return null;
            kept.Write(buffer, 0, read);
        }
        return kept.ToArray();
    }
}
