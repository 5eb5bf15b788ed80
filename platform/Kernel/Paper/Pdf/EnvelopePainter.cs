namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>Envelopes and labels: the sender above on the left, the address below on the right, away from the edges as the post asks.</summary>
internal static class EnvelopePainter
{
    private const double Millimetre = PageFlow.Millimetre;
    private const double Edge = 12 * Millimetre;
    private const double LabelWidth = 70 * Millimetre;
    private const double LabelHeight = 37 * Millimetre;
    private const double StripeHeight = 6 * Millimetre;
    private const int LabelsInRow = 3;
    private const int LabelsOnSheet = 24;
    private const int MostSender = 5;
    private const int MostRecipient = 6;

    private static readonly TextStyle Sender = new(9, 11.5, Colour.Ink);
    private static readonly TextStyle Address = new(12, 15.5, Colour.Ink);
    private static readonly TextStyle Handling = new(11, 14, Colour.Ink, Bold: true);
    private static readonly TextStyle Small = new(8, 10.5, Colour.Quiet);
    private static readonly TextStyle Label = new(9.5, 12, Colour.Ink);
    private static readonly TextStyle Title = new(14, 18, Colour.Ink, Bold: true);

    public static void Draw(PageFlow flow, EnvelopeBatch batch)
    {
        if (batch.Size == EnvelopeSize.Labels)
        {
            Labels(flow, batch.Envelopes);
            return;
        }
        var (width, height) = batch.Size == EnvelopeSize.C5 ? (229 * Millimetre, 162 * Millimetre) : (220 * Millimetre, 110 * Millimetre);
        var first = true;
        foreach (var envelope in batch.Envelopes)
        {
            Page(flow, ref first, width, height);
            Front(flow, envelope, width, height);
            if (envelope.Receipt.Count == 0) continue;
            Page(flow, ref first, width, height);
            Receipt(flow, envelope, width);
        }
    }

    private static void Page(PageFlow flow, ref bool first, double width, double height)
    {
        if (!first) flow.NewPage();
        first = false;
        (flow.Page.Width, flow.Page.Height) = (width, height);
    }

    private static void Front(PageFlow flow, Envelope envelope, double width, double height)
    {
        var part = flow.Element(flow.Structure.Document, "Sect");
        if (envelope.Stripe != EnvelopeStripe.None) flow.Decorate(0, 0, width, StripeHeight, envelope.Stripe == EnvelopeStripe.Blue ? new(0.1, 0.35, 0.75) : new(0.8, 0.1, 0.12));
        var middle = width / 2;
        flow.Y = Edge;
        for (var i = 0; i < Math.Min(envelope.Sender.Count, MostSender); i++) Line(flow, part, envelope.Sender[i], Sender with { Bold = i == 0 }, Edge, middle - 4);
        flow.Y += 4;
        Line(flow, part, envelope.Reference, Sender, Edge, middle - 4);
        // The post puts its stamps and stickers above on the right; what it is to do stands on the left below.
        flow.Y = Math.Max(flow.Y + 6, height - Edge - 58);
        Line(flow, part, envelope.Handling, Handling, Edge, middle - 10);
        foreach (var order in envelope.Orders) TextPainter.Paragraph(flow, part, CleanText.Line(order), Small, Edge, middle - 10);
        var lines = envelope.Recipient.Take(MostRecipient).ToList();
        flow.Y = height - 18 * Millimetre - lines.Count * Address.Leading;
        foreach (var line in lines) Line(flow, part, line, Address, middle + 8, width - Edge);
    }

    private static void Receipt(PageFlow flow, Envelope envelope, double width)
    {
        var part = flow.Element(flow.Structure.Document, "Sect");
        flow.Y = Edge - 12;
        Line(flow, part, envelope.ReceiptTitle, Title, PageFlow.Left, width - Edge);
        Line(flow, part, envelope.Handling, Handling, PageFlow.Left, width - Edge);
        flow.Y += 3;
        foreach (var (label, value) in envelope.Receipt)
        {
            var top = flow.Y;
            Line(flow, part, label, Small, PageFlow.Left, PageFlow.Left + 150);
            flow.Y = top;
            if (value.Plain.Length > 0) TextPainter.Paragraph(flow, part, value, Label, PageFlow.Left + 155, width - Edge);
            else
            {
                flow.Decorate(PageFlow.Left + 155, top + Label.Leading, width - Edge - PageFlow.Left - 155, 0.5, Colour.Quiet);
                // Room to write by hand.
                flow.Y = top + Label.Leading + 3;
            }
            flow.Y += 4;
        }
    }

    private static void Labels(PageFlow flow, IReadOnlyList<Envelope> envelopes)
    {
        for (var i = 0; i < envelopes.Count; i++)
        {
            if (i > 0 && i % LabelsOnSheet == 0) flow.NewPage();
            var part = flow.Element(flow.Structure.Document, "Sect");
            var left = i % LabelsInRow * LabelWidth + 5 * Millimetre;
            flow.Y = i % LabelsOnSheet / LabelsInRow * LabelHeight + 4 * Millimetre;
            Line(flow, part, Joined(envelopes[i]), Small, left, left + LabelWidth - 8 * Millimetre);
            flow.Y += 3;
            foreach (var line in envelopes[i].Recipient.Take(MostRecipient)) Line(flow, part, line, Label, left, left + LabelWidth - 8 * Millimetre);
        }
    }

    private static string Joined(Envelope envelope) => string.Join(" · ", new[] { envelope.Reference, envelope.Handling }.Where(t => t.Length > 0));

    // One line, however long: what does not fit into the place of the address would run into another one.
    private static void Line(PageFlow flow, StructElement parent, string words, TextStyle style, double left, double right)
    {
        var text = flow.Text.Prepare(CleanText.Line(words), style.Bold);
        if (text.IsEmpty) return;
        var lines = text.Lines(right - left, style.Size);
        // A name that needs more than one line is printed smaller before it is broken.
        if (lines.Count > 1)
        {
            style = style with { Size = style.Size * 0.85, Leading = style.Leading * 0.85 };
            lines = text.Lines(right - left, style.Size);
        }
        TextPainter.Flow(flow, flow.Element(parent, "P"), text, lines, style, left);
    }
}
