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
        if (content.AsSpan().StartsWith("PK\u0003\u0004"u8)) return Container(content, context);
        if (PadesReader.Fits(content)) return PadesReader.Read(content, context);
        if (AsicContainer.Looks(content)) return Container(content, context);
        return LooksLikeXml(content) ? Xml(content, detached, context) : SignatureReport.Empty;
    }

    private static SignatureReport Container(byte[] content, CheckContext context)
    {
        if (AsicContainer.Open(content) is not { } container) return SignatureReport.Empty with { Unreadable = "kernel.signature.unreadable-container" };
        var messages = AsicCades.Read(container, context);
        var (signatures, unreadable) = AsicXades.Read(container, context);
        return messages with { Signatures = [.. messages.Signatures, .. signatures], DocumentStamps = [.. messages.DocumentStamps, .. AsicEvidence.Read(container, context)], Unreadable = messages.Unreadable ?? unreadable };
    }

    private static SignatureReport Xml(byte[] content, IReadOnlyList<(string Name, byte[] Content)> detached, CheckContext context)
    {
        try
        {
            return XadesReader.Read(content, detached, context);
        }
        catch (XmlRefusedException refused)
        {
            // What is not XML at all carries no signature of it.
            return refused.Reason == XmlRefusedException.Broken && !HasSignature(content) ? SignatureReport.Empty : SignatureReport.Empty with { Unreadable = refused.Reason };
        }
    }

    private static bool HasSignature(ReadOnlySpan<byte> content) => content.IndexOf("Signature"u8) >= 0;

    // By the first characters, in any of the encodings that begin alike.
    internal static bool LooksLikeXml(ReadOnlySpan<byte> content)
    {
        var start = content[..Math.Min(256, content.Length)].TrimStart([(byte)0xEF, (byte)0xBB, (byte)0xBF, (byte)0xFE, (byte)0xFF, (byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', (byte)0]);
        return start.Length > 0 && start[0] == '<';
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
