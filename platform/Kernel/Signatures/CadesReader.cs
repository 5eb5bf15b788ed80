using System.Security.Cryptography;

namespace Virtuos.Kernel.Signatures;

/// <summary>Signatures of signed messages: CAdES (ETSI EN 319 122-1), its older forms, and messages that are neither.</summary>
internal static class CadesReader
{
    /// <param name="detached">Documents that the message may be of; tried one after another, the first that fits counts.</param>
    public static SignatureReport Read(CmsMessage message, IReadOnlyList<(string Name, byte[] Content)> detached, CheckContext context)
    {
        if (message.ContentType == Oids.TimestampInfo) return Token(message, detached, context);
        List<SignatureVerdict> verdicts = [];
        foreach (var signer in message.Signers)
        {
            var content = message.Content ?? Fitting(signer, detached);
            verdicts.AddRange(Read(message, signer, content, context));
        }
        return new(verdicts, [], null);
    }

    /// <summary>The verdict of a signer and of those who countersigned it.</summary>
    public static IEnumerable<SignatureVerdict> Read(CmsMessage message, CmsSigner signer, byte[]? content, CheckContext context)
    {
        var signature = new CmsSignature(message, signer, content, context);
        yield return context.Conclude(signature.Facts("CAdES"));
        foreach (var counter in CmsSignature.Countersigners(signer))
            yield return context.Conclude(new CmsSignature(message, counter, signer.Signature, context).Facts("CAdES"));
    }

    private static byte[]? Fitting(CmsSigner signer, IReadOnlyList<(string Name, byte[] Content)> detached) =>
        detached.FirstOrDefault(d => signer.Covers(d.Content) == true).Content ?? (detached.Count == 1 ? detached[0].Content : null);

    // A time stamp in a file of its own (RFC 5544 and *.tst).
    private static SignatureReport Token(CmsMessage message, IReadOnlyList<(string Name, byte[] Content)> detached, CheckContext context)
    {
        var tries = detached.Count == 0 ? [null] : detached.Select(d => (byte[]?)d.Content);
        var stamps = tries.Select(content => context.Stamp(StampKinds.Document, message.Encoded, name => content is null ? null : Digests.Hash(name, content), new Evidence())).OfType<StampVerdict>().ToList();
        return new([], stamps.OrderByDescending(s => s.Intact == true).Take(1).ToList(), null);
    }
}
