using Virtuos.Kernel.Paper.Fonts;
using Virtuos.Kernel.Paper.Pdf;

namespace Virtuos.Kernel.Paper;

/// <summary>Prints papers as PDF/A-3a (ISO 19005-3, level A); one press serves all threads.</summary>
public sealed class PaperPress(FontShelf fonts)
{
    /// <summary>The file of a paper; the same paper gives the same bytes.</summary>
    /// <param name="sealing">Leaves room that <c>PaperSeal</c> fills with an electronic seal.</param>
    public PressedPaper Press(PaperDocument paper, bool sealing = false)
    {
        var file = new PdfFile();
        var tray = new FontTray(fonts);
        var flow = new PageFlow(file, new FontTrayText(tray, paper.Language)) { Sealing = sealing };
        PaperPainter.Draw(flow, paper);
        BoxPainter.Feet(flow, paper, PaperWords.Of(paper.Language));
        var bytes = new PdfAssembly(file, flow, paper).Write();
        return new PressedPaper(bytes, flow.Pages.Count, [.. tray.Replaced.Select(code => $"U+{code:X4}")]);
    }

    /// <summary>The file of envelopes or labels, as archivable as any paper.</summary>
    public PressedPaper PressEnvelopes(EnvelopeBatch batch)
    {
        var file = new PdfFile();
        var tray = new FontTray(fonts);
        var flow = new PageFlow(file, new FontTrayText(tray, batch.Language));
        EnvelopePainter.Draw(flow, batch);
        var bytes = new PdfAssembly(file, flow, new PaperDocument { Title = batch.Title, Language = batch.Language, Created = batch.Created, Author = batch.Author }).Write();
        return new PressedPaper(bytes, flow.Pages.Count, [.. tray.Replaced.Select(code => $"U+{code:X4}")]);
    }
}

/// <summary>A printed paper: the file, its pages and the characters no font has, which show as a replacement sign.</summary>
public sealed record PressedPaper(byte[] Bytes, int Pages, IReadOnlyList<string> ReplacedCharacters);
