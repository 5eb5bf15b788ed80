using System.Globalization;

namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>Bookmarks made of headings.</summary>
internal static class Outlines
{
    private sealed record Node(int Id, int Level, string Title, string Destination, List<Node> Children);

    /// <summary>Number of the root of bookmarks, or null when there are none.</summary>
    public static int? Add(PdfFile file, IReadOnlyList<(int Level, string Title, SheetPage Page, double Y)> headings)
    {
        if (headings.Count == 0)
            return null;
        var root = new Node(file.Reserve(), 0, "", "", []);
        var path = new Stack<Node>([root]);
        foreach (var (level, title, page, y) in headings)
        {
            while (path.Peek().Level >= level)
                path.Pop();
            var destination = $"[{page.Id} 0 R/XYZ {PdfText.Number(PageFlow.Left)} {PdfText.Number(PageFlow.PageHeight - y)} null]";
            var node = new Node(file.Reserve(), level, title, destination, []);
            path.Peek().Children.Add(node);
            path.Push(node);
        }
        file.Put(root.Id, $"<</Type/Outlines{Family(root)}>>");
        Write(file, root);
        return root.Id;
    }

    private static void Write(PdfFile file, Node parent)
    {
        for (var i = 0; i < parent.Children.Count; i++)
        {
            var node = parent.Children[i];
            file.Put(
                node.Id,
                $"<</Title{PdfText.Text(node.Title)}/Parent {parent.Id} 0 R/Dest{node.Destination}"
                + (i > 0 ? $"/Prev {parent.Children[i - 1].Id} 0 R" : "")
                + (i < parent.Children.Count - 1 ? $"/Next {parent.Children[i + 1].Id} 0 R" : "")
                + $"{Family(node)}>>");
            Write(file, node);
        }
    }

    private static string Family(Node node) => node.Children.Count == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"/First {node.Children[0].Id} 0 R/Last {node.Children[^1].Id} 0 R/Count {Open(node)}");

    private static int Open(Node node) => node.Children.Sum(child => 1 + Open(child));
}
