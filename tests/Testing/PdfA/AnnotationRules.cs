namespace Virtuos.Testing.PdfA;

/// <summary>Clauses 6.3 to 6.5: links, the signature field and its range.</summary>
internal static class AnnotationRules
{
    private const int Invisible = 1;
    private const int Hidden = 2;
    private const int Print = 4;
    private const int NoView = 32;
    private const int ToggleNoView = 256;

    public static void Check(PdfACheck check)
    {
        var file = check.File;
        foreach (var (number, page) in check.Pages)
        {
            var annotations = file.Array(page["Annots"]);
            check.Require(annotations.Count == 0 || file.Name(page["Tabs"]) == "S", $"Page {number} does not tab by structure");
            foreach (var annotation in annotations.Select(file.Dictionary).OfType<PdfDictionary>())
                Annotation(check, annotation);
        }
        if (file.Dictionary(file.Catalog["AcroForm"]) is not { } form)
            return;
        check.Require(!form.Has("XFA") && !form.Has("NeedAppearances"), "6.4.1: the form is dynamic");
        foreach (var field in file.Array(form["Fields"]).Select(file.Dictionary).OfType<PdfDictionary>())
        {
            check.Require(!field.Has("A") && !field.Has("AA"), "6.4.1: a field acts");
            check.Require(!string.IsNullOrEmpty(file.Text(field["TU"])), "A field has no words");
            if (file.Name(field["FT"]) == "Sig")
                Signature(check, file.Dictionary(field["V"])!);
        }
    }

    private static void Annotation(PdfACheck check, PdfDictionary annotation)
    {
        var file = check.File;
        var kind = file.Name(annotation["Subtype"]);
        check.Require(kind is "Link" or "Widget", $"6.3.1: annotation {kind}");
        var flags = (int)(file.Number(annotation["F"]) ?? 0);
        check.Require((flags & Print) != 0 && (flags & (Invisible | Hidden | NoView | ToggleNoView)) == 0, $"6.3.2: flags {flags} of {kind}");
        check.Require(!annotation.Has("AA") && !annotation.Has("CA") && !annotation.Has("C"), $"6.3: {kind} has actions, opacity or colour");
        check.Require(annotation.Has("StructParent"), $"6.7.3: {kind} is not in the structure");
        var box = file.Array(annotation["Rect"]).Select(edge => file.Number(edge) ?? 0).ToArray();
        var empty = box.Length == 4 && (box[0] == box[2] || box[1] == box[3]);
        check.Require(box.Length == 4 && box[0] <= box[2] && box[1] <= box[3], $"The rectangle of {kind}");
        if (kind == "Link")
            check.Require(!string.IsNullOrEmpty(file.Text(annotation["Contents"])), "6.7.6: a link has no words");
        else if (!empty)
            check.Require(
                file.Follow(file.Dictionary(annotation["AP"])?["N"]) is PdfStream look && file.Name(look["Subtype"]) == "Form",
                "6.3.3: the field has no appearance");
        if (file.Dictionary(annotation["A"]) is { } action)
            check.Require(file.Text(action["URI"]) is { } address && address.All(char.IsAscii), "The address of a link is not ASCII");
    }

    private static void Signature(PdfACheck check, PdfDictionary signature)
    {
        var file = check.File;
        check.Require(file.Name(signature["SubFilter"]) == "ETSI.CAdES.detached", "6.4.3: the signature is of another kind");
        var range = file.Array(signature["ByteRange"]).Select(number => (long)(file.Number(number) ?? -1)).ToArray();
        if (range.Length != 4 || range[3] > file.Bytes.Length)
            return;
        check.Require(range[0] == 0 && range[2] + range[3] == file.Bytes.Length, "6.4.3: the signature does not cover the file");
        var gap = (signature["Contents"] as PdfWord)?.Bytes.Length * 2 + 2;
        check.Require(range[2] - range[1] == gap, "6.4.3: the gap holds more than the signature");
    }
}
