using System.Security.Cryptography;

namespace Virtuos.Kernel.Signatures;

/// <summary>What archive time stamps of the first two versions cover (ETSI TS 101 733 6.4.1): all fields of the message, one after another.</summary>
internal static class OlderArchiveStamp
{
    /// <summary>Ways of writing down what is covered in which makers differ, beside the first.</summary>
    public const int Variants = 7;

    /// <summary>The imprint; null when the document is missing.</summary>
    /// <param name="stamp">The attribute of the stamp itself.</param>
    public static byte[]? Imprint(CmsMessage message, CmsSigner signer, byte[]? content, CmsAttribute stamp, HashAlgorithmName name, int variant)
    {
        if (content is null) return null;
        var (bare, alone, der) = ((variant & 1) != 0, (variant & 2) != 0, (variant & 4) != 0);
        List<byte> bytes = [.. Form(message.ContentInfo).Span];
        if (message.Content is null) bytes.AddRange(content);
        bytes.AddRange(Form(message.Fields.Certificates).Span);
        bytes.AddRange(Form(message.Fields.Revocations).Span);
        foreach (var field in (ReadOnlyMemory<byte>[])[signer.Version, signer.Identifier, signer.DigestField, signer.SignedField, signer.AlgorithmField, signer.SignatureField])
            bytes.AddRange(field.Span);
        // A stamp does not cover itself, nor those that came after it.
        var covered = signer.Unsigned.Where(a => a.Identifier is not (Oids.ArchiveTimestamp or Oids.ArchiveTimestampV2 or Oids.ArchiveTimestampV3)
            || (!alone && signer.Unsigned.ToList().IndexOf(a) < signer.Unsigned.ToList().IndexOf(stamp))).SelectMany(a => a.Encoded.ToArray()).ToArray();
        if (!bare) bytes.AddRange(Head(covered.Length));
        bytes.AddRange(covered);
        return Digests.Hash(name, [.. bytes]);

        ReadOnlyMemory<byte> Form(ReadOnlyMemory<byte> piece) => der && !piece.IsEmpty ? DerForm.Of(piece) : piece;
    }

    // The tag [1] with a definite length.
    private static byte[] Head(int length) => length < 128 ? [0xA1, (byte)length]
        : length < 256 ? [0xA1, 0x81, (byte)length]
        : length < 65536 ? [0xA1, 0x82, (byte)(length >> 8), (byte)length]
        : [0xA1, 0x83, (byte)(length >> 16), (byte)(length >> 8), (byte)length];
}
