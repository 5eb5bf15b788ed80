namespace Virtuos.Kernel.Signatures;

/// <summary>What was done to a document behind that which a signature covers; the worst counts.</summary>
internal enum LaterChange
{
    /// <summary>Nothing, or only further signatures, stamps and evidence.</summary>
    None,

    /// <summary>Fields of the form were filled.</summary>
    Filled,

    /// <summary>Notes or other marks were laid over the pages.</summary>
    Annotated,

    /// <summary>What the pages themselves show is not what was signed.</summary>
    Shown,
}

/// <summary>Compares the document that was signed with the one that lies in the whole file, as people see them.</summary>
internal sealed class PdfChanges
{
    private const int MostPages = 20_000;
    private const int MostSteps = 3_000_000;

    private readonly PdfObjects before;
    private readonly PdfObjects now;
    private readonly HashSet<(int, int)> same = [];
    private int steps;

    private PdfChanges(PdfObjects before, PdfObjects now) => (this.before, this.now) = (before, now);

    /// <param name="signedEnd">Behind the last signed byte: the file up to there is the document that was signed.</param>
    public static LaterChange After(byte[] file, int signedEnd, PdfObjects now)
    {
        if (!file.AsSpan(signedEnd).ContainsAnyExcept(" \r\n\t\0"u8)) return LaterChange.None;
        try
        {
            var changes = new PdfChanges(PdfObjects.Open(file.AsMemory(0, signedEnd)), now);
            return changes.Compare();
        }
        catch (PdfException)
        {
            return LaterChange.Shown;
        }
    }

    private LaterChange Compare()
    {
        var (old, current) = (Pages(before), Pages(now));
        if (old.Count != current.Count) return LaterChange.Shown;
        var worst = LaterChange.None;
        for (var i = 0; i < old.Count; i++)
        {
            foreach (var key in (string[])["Contents", "Resources", "MediaBox", "CropBox", "Rotate", "UserUnit"])
                if (!Same(Inherited(before, old[i], key), Inherited(now, current[i], key), 0)) return LaterChange.Shown;
            worst = Max(worst, Annotations(old[i], current[i]));
        }
        return Max(worst, Same(before.Catalog!.GetValueOrDefault("OCProperties"), now.Catalog!.GetValueOrDefault("OCProperties"), 0) ? LaterChange.None : LaterChange.Shown);
    }

    private LaterChange Annotations(PdfDictionary old, PdfDictionary current)
    {
        var (had, has) = (before.List(old.GetValueOrDefault("Annots")), now.List(current.GetValueOrDefault("Annots")));
        var worst = LaterChange.None;
        foreach (var mark in has)
        {
            if (now.Dictionary(mark) is not { } annotation) continue;
            var match = mark is PdfReference reference ? had.FirstOrDefault(h => h is PdfReference other && other.Number == reference.Number) : had.FirstOrDefault(h => Same(h, mark, 0));
            if (match is not null && SameLook(before.Dictionary(match), annotation)) continue;
            worst = Max(worst, Weight(annotation));
        }
        foreach (var mark in had.OfType<PdfReference>())
            if (!has.OfType<PdfReference>().Any(h => h.Number == mark.Number) && before.Dictionary(mark) is { } gone) worst = Max(worst, Max(LaterChange.Annotated, Weight(gone)));
        return worst;
    }

    private bool SameLook(PdfDictionary? old, PdfDictionary current) =>
        old is not null && ((string[])["Subtype", "Rect", "AP", "AS", "F", "V", "Contents", "MK", "DA"]).All(key => Same(old.GetValueOrDefault(key), current.GetValueOrDefault(key), 0));

    private LaterChange Weight(PdfDictionary annotation)
    {
        if (now.Name(annotation.GetValueOrDefault("Subtype")) is not "Widget")
            return now.Name(annotation.GetValueOrDefault("Subtype")) is "Link" or "Popup" && !annotation.ContainsKey("AP") ? LaterChange.None : LaterChange.Annotated;
        PdfDictionary? field = annotation;
        for (var i = 0; field is not null && i < 20; i++)
        {
            if (now.Name(field.GetValueOrDefault("FT")) is { } type) return type == "Sig" ? LaterChange.None : LaterChange.Filled;
            field = now.Dictionary(field.GetValueOrDefault("Parent"));
        }
        return LaterChange.Annotated;
    }

    private bool Same(object? one, object? other, int depth)
    {
        if (++steps > MostSteps || depth > 80) throw new PdfException("Too much to compare.");
        if (one is PdfReference a && other is PdfReference b)
        {
            // The same place in the file is the same object, but what it leads to may have been exchanged.
            if (!same.Add((a.Number, b.Number))) return true;
        }
        var (left, right) = (before.Resolve(one), now.Resolve(other));
        switch (left, right)
        {
            case (null, null): return true;
            case (double x, double y): return x == y;
            case (bool x, bool y): return x == y;
            case (PdfName x, PdfName y): return x.Value == y.Value;
            case (PdfText x, PdfText y): return x.Bytes.AsSpan().SequenceEqual(y.Bytes);
            case (List<object?> x, List<object?> y): return x.Count == y.Count && !x.Where((item, i) => !Same(item, y[i], depth + 1)).Any();
            case (PdfDictionary x, PdfDictionary y): return SameDictionary(x, y, depth);
            default: return false;
        }
    }

    private bool SameDictionary(PdfDictionary one, PdfDictionary other, int depth)
    {
        if (one.StreamAt is null != other.StreamAt is null) return false;
        if (one.StreamAt is not null && one.StreamAt != other.StreamAt && !before.Raw(one).Span.SequenceEqual(now.Raw(other).Span)) return false;
        // Ways back up, and what is told to programs rather than shown.
        return one.Keys.Union(other.Keys).Where(k => k is not ("Parent" or "P" or "StructParent" or "StructParents" or "Length" or "PieceInfo" or "LastModified" or "Metadata"))
            .All(k => Same(one.GetValueOrDefault(k), other.GetValueOrDefault(k), depth + 1));
    }

    private static LaterChange Max(LaterChange one, LaterChange other) => one > other ? one : other;

    private static object? Inherited(PdfObjects objects, PdfDictionary page, string key)
    {
        PdfDictionary? node = page;
        for (var i = 0; node is not null && i < 50; i++)
        {
            if (node.TryGetValue(key, out var value)) return value;
            node = objects.Dictionary(node.GetValueOrDefault("Parent"));
        }
        return null;
    }

    private static List<PdfDictionary> Pages(PdfObjects objects)
    {
        List<PdfDictionary> pages = [];
        HashSet<PdfDictionary> seen = [];
        Walk(objects.Catalog?.GetValueOrDefault("Pages"), 0);
        return pages;

        void Walk(object? value, int depth)
        {
            if (depth > 60 || pages.Count > MostPages || objects.Dictionary(value) is not { } node || !seen.Add(node)) return;
            if (node.ContainsKey("Kids")) foreach (var kid in objects.List(node.GetValueOrDefault("Kids"))) Walk(kid, depth + 1);
            else pages.Add(node);
        }
    }
}
