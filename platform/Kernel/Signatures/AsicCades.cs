namespace Virtuos.Kernel.Signatures;

/// <summary>The CMS signatures of a container and its time stamps (ASiC with CAdES, ETSI EN 319 162-1 4.3.3.2 and 4.4.4).</summary>
internal static class AsicCades
{
    // Bound for hostile containers.
    private const int MostSignatures = 200;

    public static SignatureReport Read(AsicContainer container, CheckContext context)
    {
        var manifests = container.Files.Where(f => In(f.Key, "manifest", ".xml")).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => AsicManifest.Read(f.Value, container)).OfType<AsicManifest>().ToList();
        var evidence = new Evidence();
        var stamps = container.Files.Where(f => In(f.Key, "timestamp", ".tst")).OrderBy(f => f.Key, StringComparer.Ordinal).Take(MostSignatures)
            .Select(f => (Manifest: Of(f.Key, manifests), Verdict: Stamp(f.Key, f.Value, container, manifests, evidence, context))).Where(s => s.Verdict is not null).ToList();
        List<SignatureVerdict> verdicts = [];
        string? unreadable = null;
        foreach (var (name, content) in container.Files.Where(f => In(f.Key, "signature", ".p7s")).OrderBy(f => f.Key, StringComparer.Ordinal).Take(MostSignatures))
        {
            context.Cancel.ThrowIfCancellationRequested();
            if (CmsFile.Open(content) is not { } message)
            {
                unreadable = "kernel.signature.unreadable-container";
                continue;
            }
            var covering = stamps.Where(s => s.Manifest?.Names.Contains(name) == true).Select(s => s.Verdict!).ToList();
            foreach (var signer in message.Signers) verdicts.AddRange(Signer(name, message, signer, container, manifests, covering, evidence, context));
        }
        return new(verdicts, [.. stamps.Select(s => s.Verdict!)], unreadable);
    }

    private static IEnumerable<SignatureVerdict> Signer(string name, CmsMessage message, CmsSigner signer, AsicContainer container, List<AsicManifest> manifests, List<StampVerdict> covering, Evidence evidence, CheckContext context)
    {
        var manifest = Of(name, manifests);
        var content = message.Content ?? manifest?.Content ?? Single(container, signer);
        var signature = new CmsSignature(message, signer, content, context);
        signature.Evidence.AddAll(evidence);
        var facts = signature.Facts("CAdES") with { CoveringStamps = covering };
        if (manifest is not null && facts.DataIntact == true) facts = facts with { DataIntact = manifest.Intact };
        if (covering.Count > 0 && facts.Level == "BASELINE-LT") facts = facts with { Level = "BASELINE-LTA" };
        yield return context.Conclude(facts);
        foreach (var counter in CmsSignature.Countersigners(signer))
            yield return context.Conclude(new CmsSignature(message, counter, signer.Signature, context).Facts("CAdES"));
    }

    private static StampVerdict? Stamp(string name, byte[] token, AsicContainer container, List<AsicManifest> manifests, Evidence evidence, CheckContext context)
    {
        var manifest = Of(name, manifests);
        var content = manifest?.Content ?? Data(container).FirstOrDefault();
        var verdict = context.Stamp(StampKinds.Container, token, digest => content is null ? null : Digests.Hash(digest, content), evidence);
        // The stamp is of the list; a file of the list that was changed is not what was stamped.
        return verdict is not null && manifest?.Intact == false ? verdict with { Intact = false, Trusted = verdict.Trusted is null ? null : false } : verdict;
    }

    // A simple container has one document, and no list.
    private static byte[]? Single(AsicContainer container, CmsSigner signer)
    {
        var data = Data(container).ToList();
        return data.Find(d => signer.Covers(d) == true) ?? (data.Count == 1 ? data[0] : null);
    }

    private static IEnumerable<byte[]> Data(AsicContainer container) =>
        container.Files.Where(f => f.Key != "mimetype" && !f.Key.StartsWith("META-INF/", StringComparison.OrdinalIgnoreCase)).Select(f => f.Value);

    private static AsicManifest? Of(string name, List<AsicManifest> manifests) => manifests.Find(m => m.Signature == name);

    private static bool In(string name, string word, string extension) =>
        name.StartsWith("META-INF/", StringComparison.OrdinalIgnoreCase) && name.Contains(word, StringComparison.OrdinalIgnoreCase) && name.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}
