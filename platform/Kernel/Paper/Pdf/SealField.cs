using System.Globalization;

namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>The signature field and the gap in the file that the seal fills later (PAdES, ETSI EN 319 142-1).</summary>
internal static class SealField
{
    /// <summary>Bytes kept for the signature, certificates and a time stamp.</summary>
    public const int Room = 16384;

    /// <summary>Ten digits each, so that the real numbers fit in their place.</summary>
    public const string ByteRange = "/ByteRange[0 9999999999 9999999999 9999999999]";

    public const string Moment = "/M(D:00000000000000+00'00')";

    /// <summary>Catalogue entry of the form with its only field.</summary>
    public static string Add(PdfFile file, PageFlow flow, PaperWords words)
    {
        var place = flow.SealPlace ?? new SealPlace(
            flow.Pages[0], 0, PageFlow.PageHeight, 0, 0, flow.Element(flow.Structure.Document, "Form"));
        var value = file.AddPlaceholder(
            $"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached{Moment}{ByteRange}/Contents<{new string('0', 2 * Room)}>>>");
        var look = file.AddStream(
            $"/Type/XObject/Subtype/Form/BBox[0 0 {PdfText.Number(place.Width)} {PdfText.Number(place.Height)}]/Resources<<>>",
            ""u8);
        var key = flow.Structure.NextKey();
        var bottom = PageFlow.PageHeight - place.Y - place.Height;
        var box = string.Join(' ', new[] { place.X, bottom, place.X + place.Width, bottom + place.Height }.Select(PdfText.Number));
        var field = file.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"<</Type/Annot/Subtype/Widget/FT/Sig/T(Seal)/TU{PdfText.Text(words.Seal)}/V {value} 0 R/Rect[{box}]/F 132/P {place.Page.Id} 0 R/AP<</N {look} 0 R>>/StructParent {key}>>"));
        place.Page.Annotations.Add(field);
        place.Element.AddAnnotation(place.Page, field);
        flow.Structure.SetParent(key, place.Element);
        return $"/AcroForm<</Fields[{field} 0 R]/SigFlags 3>>";
    }
}
