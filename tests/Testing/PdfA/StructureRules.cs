namespace Virtuos.Testing.PdfA;

/// <summary>Clause 6.7: everything drawn belongs to an element, elements nest as they should and can be read aloud.</summary>
internal static class StructureRules
{
    private static readonly Dictionary<string, string[]> Parents = new()
    {
        ["LI"] = ["L"], ["Lbl"] = ["LI"], ["LBody"] = ["LI"], ["THead"] = ["Table"], ["TBody"] = ["Table"],
        ["TR"] = ["Table", "THead", "TBody"], ["TH"] = ["TR"], ["TD"] = ["TR"],
    };

    private static readonly Dictionary<string, string[]> Children = new()
    {
        ["L"] = ["LI", "Caption", "L"], ["LI"] = ["Lbl", "LBody"], ["Table"] = ["TR", "THead", "TBody", "Caption"],
        ["THead"] = ["TR"], ["TBody"] = ["TR"], ["TR"] = ["TH", "TD"],
    };

    private static readonly HashSet<string> Standard =
        ["Document", "Sect", "P", "H1", "H2", "H3", "H4", "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TR", "TH", "TD", "Caption", "Figure", "Link", "Span", "Form"];

    public static void Check(PdfACheck check)
    {
        var file = check.File;
        check.Require(file.Dictionary(file.Catalog["MarkInfo"])?["Marked"] is PdfFlag { Value: true }, "6.7.2: the file is not marked as tagged");
        check.Require(!string.IsNullOrEmpty(file.Text(file.Catalog["Lang"])), "6.7.4: the file has no language");
        check.Require(
            file.Dictionary(file.Catalog["ViewerPreferences"])?["DisplayDocTitle"] is PdfFlag { Value: true }, "The window does not show the title");
        if (file.Dictionary(file.Catalog["StructTreeRoot"]) is not { } root)
        {
            check.Findings.Add("6.7.2: there is no structure");
            return;
        }
        var walk = new Walk(check);
        var top = file.Follow(root["K"]) is PdfArray array ? array.Items : [root["K"]!];
        foreach (var kid in top)
            walk.Element((PdfReference)kid, ((PdfReference)file.Catalog["StructTreeRoot"]!).Number, "Root", 0);
        walk.CompareWithPages(root);
    }

    private sealed class Walk(PdfACheck check)
    {
        private readonly PdfReader file = check.File;
        private readonly Dictionary<(int Page, int Mark), (int Element, string Type)> marks = [];
        private readonly Dictionary<int, int> annotations = [];
        private readonly HashSet<string> identifiers = [];
        private readonly List<string> headers = [];
        private int heading;

        public void Element(PdfReference self, int parent, string parentType, int depth)
        {
            var element = file.Dictionary(self)!;
            var type = file.Name(element["S"]) ?? "";
            check.Require(Standard.Contains(type), $"6.7.3.4: {type} is no expected type");
            check.Require(element["P"] is PdfReference up && up.Number == parent, $"6.7.3: {type} {self.Number} points to another parent");
            check.Require(depth < 200, "6.7.3: the structure is endless");
            check.Require(!Parents.TryGetValue(type, out var parents) || parents.Contains(parentType), $"6.7.3: {type} stands in {parentType}");
            check.Require(!Children.TryGetValue(parentType, out var children) || children.Contains(type), $"6.7.3: {parentType} holds {type}");
            Facts(element, type);
            int? page = element["Pg"] is PdfReference reference ? reference.Number : null;
            var kids = file.Follow(element["K"]) switch { PdfArray array => array.Items, null => [], _ => [element["K"]!] };
            var (content, objects) = (0, 0);
            foreach (var kid in kids)
            {
                switch (kid is PdfReference child && file.Dictionary(child)?.Has("S") == true ? kid : file.Follow(kid))
                {
                    case PdfReference inner:
                        Element(inner, self.Number, type, depth + 1);
                        content++;
                        break;
                    case PdfNumber mark:
                        Mark(page, (int)mark.Value, self.Number, type);
                        content++;
                        break;
                    case PdfDictionary other when file.Name(other["Type"]) == "MCR":
                        Mark((other["Pg"] as PdfReference)?.Number ?? page, (int)file.Number(other["MCID"])!.Value, self.Number, type);
                        content++;
                        break;
                    case PdfDictionary other when file.Name(other["Type"]) == "OBJR":
                        check.Require(annotations.TryAdd(((PdfReference)other["Obj"]!).Number, self.Number), "6.7.3: an annotation is in the structure twice");
                        objects++;
                        break;
                    default:
                        check.Findings.Add($"6.7.3: {type} {self.Number} holds something unknown");
                        break;
                }
            }
            if (type == "Link")
                check.Require(objects > 0 && content > 0, $"Link {self.Number} has no annotation or no words");
            if (type == "Form")
                check.Require(objects == 1, $"Form {self.Number} has no field");
            check.Require(kids.Count > 0 || type is "TD" or "TH" or "Document" or "Lbl" or "LBody", $"{type} {self.Number} is empty");
        }

        public void CompareWithPages(PdfDictionary root)
        {
            var parents = ParentTree(root);
            for (var i = 0; i < check.Pages.Count; i++)
            {
                var (number, page) = check.Pages[i];
                var key = (int)(file.Number(page["StructParents"]) ?? -1);
                var owners = parents.TryGetValue(key, out var list) ? file.Array(list) : [];
                var drawn = check.Contents[i].Marks;
                check.Require(owners.Count == drawn.Count, $"6.7.2 page {i + 1}: {drawn.Count} pieces are drawn, {owners.Count} have an owner");
                foreach (var (mark, tag) in drawn)
                {
                    if (!marks.Remove((number, mark), out var owner))
                        check.Findings.Add($"6.7.2 page {i + 1}: MCID {mark} ({tag}) belongs to nothing");
                    else if (mark >= owners.Count || owners[mark] is not PdfReference back || back.Number != owner.Element)
                        check.Findings.Add($"6.7.2 page {i + 1}: the parent tree says another owner of MCID {mark}");
                    else
                        check.Require(tag == owner.Type, $"6.7.2 page {i + 1}: MCID {mark} is {tag} in the page, {owner.Type} in the structure");
                }
                foreach (var annotation in file.Array(page["Annots"]).OfType<PdfReference>())
                {
                    var parent = (int)(file.Number(file.Dictionary(annotation)!["StructParent"]) ?? -1);
                    check.Require(
                        annotations.Remove(annotation.Number, out var owner) && parents.GetValueOrDefault(parent) is PdfReference back && back.Number == owner,
                        $"6.7.3 page {i + 1}: an annotation is not in the structure");
                }
            }
            check.Require(marks.Count == 0, $"6.7.2: {marks.Count} pieces of the structure are drawn nowhere");
            check.Require(annotations.Count == 0, "6.7.3: the structure has annotations that are on no page");
            check.Require(headers.All(identifiers.Contains), "6.7.3: a cell names a header that is not there");
        }

        private void Facts(PdfDictionary element, string type)
        {
            if (file.Text(element["ID"]) is { } identifier)
                check.Require(identifiers.Add(identifier), $"The identifier {identifier} is used twice");
            var attributes = file.Dictionary(element["A"]);
            if (type is "Figure")
            {
                check.Require(!string.IsNullOrWhiteSpace(file.Text(element["Alt"])), "6.7.5: a figure has no alternative words");
                check.Require(attributes?.Has("BBox") == true, "A figure has no box");
            }
            if (type is "TH")
                check.Require(file.Name(attributes?["Scope"]) is "Column" or "Row", "A header cell has no scope");
            if (type is "L")
                check.Require(attributes?.Has("ListNumbering") == true, "A list does not say how it is numbered");
            headers.AddRange(file.Array(attributes?["Headers"]).Select(name => file.Text(name) ?? ""));
            if (type is ['H', >= '1' and <= '6'])
            {
                check.Require(type[1] - '0' <= heading + 1, $"Heading {type} follows H{heading}");
                heading = type[1] - '0';
            }
        }

        private void Mark(int? page, int mark, int element, string type)
        {
            if (page is null)
                check.Findings.Add($"6.7.2: {type} {element} does not say its page");
            else
                check.Require(marks.TryAdd((page.Value, mark), (element, type)), $"6.7.2: MCID {mark} of {page} has two owners");
        }

        private Dictionary<int, PdfValue> ParentTree(PdfDictionary root)
        {
            var numbers = file.Array(file.Dictionary(root["ParentTree"])?["Nums"]);
            var parents = new Dictionary<int, PdfValue>();
            var last = -1;
            for (var i = 0; i + 1 < numbers.Count; i += 2)
            {
                var key = (int)file.Number(numbers[i])!.Value;
                check.Require(key > last, "6.7.2: the keys of the parent tree are not in order");
                last = key;
                parents[key] = numbers[i + 1];
            }
            check.Require((int)(file.Number(root["ParentTreeNextKey"]) ?? 0) > last, "6.7.2: ParentTreeNextKey");
            return parents;
        }
    }
}
