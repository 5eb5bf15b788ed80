using AngleSharp.Html.Parser;
using Virtuos.Kernel.Paper;

namespace Virtuos.Modules.Tests.Kernel.Paper;

public sealed class PaperHtmlTests
{
    private static AngleSharp.Html.Dom.IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    [Fact]
    public void The_fragment_means_the_same_as_the_paper()
    {
        var page = Parse(PaperHtml.Render(SamplePapers.Call));
        Assert.Equal("cs", page.QuerySelector("article")!.GetAttribute("lang"));
        Assert.Equal("Výzva k doplnění podání", page.QuerySelector("h2")!.TextContent);
        Assert.Equal("Co je třeba doplnit", page.QuerySelector("h3")!.TextContent);
        Assert.Equal("Přehled", page.QuerySelector("h4")!.TextContent);
        Assert.Equal(2, page.QuerySelectorAll("ol > li").Length);
        Assert.Equal(2, page.QuerySelectorAll("ol > li > ul > li").Length);
        Assert.Equal(3, page.QuerySelectorAll("thead th[scope=col]").Length);
        Assert.Equal(3, page.QuerySelectorAll("tbody th[scope=row]").Length);
        Assert.Equal("Předpis poplatku", page.QuerySelector("caption")!.TextContent);
        Assert.Equal("QR kód pro platbu 3 000 Kč", page.QuerySelector("svg.paper-qr")!.GetAttribute("aria-label"));
        Assert.Equal("de", page.QuerySelector("span[lang]")!.GetAttribute("lang"));
        Assert.StartsWith("https://hornilhota.example/", page.QuerySelector("a[href^=https]")!.GetAttribute("href"));
        Assert.Empty(page.QuerySelectorAll("[style], script, style"));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("' onclick='alert(1)")]
    public void Nothing_written_by_people_becomes_markup(string text)
    {
        var paper = new PaperDocument
        {
            Title = text,
            Language = text,
            Created = SamplePapers.Moment,
            Letterhead = new Letterhead(text, text) { Lines = [text] },
            Recipient = new Recipient([text]) { Handling = text },
            References = [new(text, text)],
            ReferenceNumber = text,
            FootNote = text,
            Blocks =
            [
                new Heading(text),
                new Paragraph(new RichText(new Run(text) { Link = text, Language = text }, new Run(text) { Link = "javascript:alert(1)" })),
                new ItemList([text]),
                new Summary([new(text, text)]),
                new Table([new(text)], [[text]]) { Caption = text },
                new QrCode(text, text) { Caption = text },
                new Barcode("1", text),
                new SignatureBox(text, text),
                new SealBox([text]),
            ],
        };
        foreach (var html in new[] { PaperHtml.Render(paper), PaperMail.Of(paper).Html })
        {
            var page = Parse(html);
            Assert.Empty(page.QuerySelectorAll("script, img, a, [onclick], [onerror]"));
            Assert.Equal("cs", page.QuerySelector("article")!.GetAttribute("lang"));
        }
    }

    [Fact]
    public void A_mail_has_plain_words_and_needs_nothing_from_elsewhere()
    {
        var mail = PaperMail.Of(SamplePapers.Call);
        Assert.Equal("Výzva k doplnění podání", mail.Subject);
        Assert.Contains("Naše č. j.: MUHL/1234/2026/OŽP\n", mail.Text);
        Assert.Contains("elektronicky přes portál občana (https://hornilhota.example/", mail.Text);
        Assert.Contains("SPD*1.0*ACC:CZ2806000000000168540115", mail.Text);
        Assert.DoesNotContain("<", mail.Text);
        var page = Parse(mail.Html);
        Assert.Empty(page.QuerySelectorAll("script, link, img, svg, [class]"));
        Assert.Contains("SPD*1.0*ACC:CZ2806000000000168540115", page.Body!.TextContent);
    }

    [Fact]
    public void A_title_with_line_breaks_stays_one_line_of_a_mail()
    {
        var mail = PaperMail.Of(SamplePapers.Plain("Věc\r\nBcc: nekdo@example.com"));
        Assert.Equal("Věc Bcc: nekdo@example.com", mail.Subject);
        Assert.Equal("Bez názvu", PaperMail.Of(SamplePapers.Plain(" ")).Subject);
    }
}
