using System.Text;
using Virtuos.Kernel.Mime;

namespace Virtuos.Modules.Tests.Mailroom;

/// <summary>Small messages of one odd shape each.</summary>
public sealed class MailShapeTests
{
    private static readonly MailReader reader = new(Path.GetTempPath());

    [Fact]
    public void Wrong_character_sets_are_seen_through()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        const string Words = "Žádám o přezkoumání: příliš žluťoučký kůň";
        foreach (var (declared, real) in ((string, string)[])[("utf-8", "windows-1250"), ("utf-8", "iso-8859-2"), ("us-ascii", "utf-8"), ("iso-8859-1", "utf-8"), ("windows-1250", "windows-1250"), ("x-nonsense", "windows-1250"), ("iso-8859-1", "windows-1250")])
        {
            using var mail = Of(Encoding.Latin1.GetBytes($"From: a@b.cz\r\nContent-Type: text/plain; charset={declared}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"), Encoding.GetEncoding(real).GetBytes(Words));
            Assert.Equal(Words, mail.Text);
            Assert.Equal(declared != real, mail.Oddities.Contains("charset-wrong"));
        }
        using var header = Of(Encoding.Latin1.GetBytes("From: =?utf-8?B?xb3Ff?= =?utf-8?B?ZHDoQ==?= <a@b.cz>\r\nSubject: =?windows-1250?Q?=8E=E1dost_o?= =?windows-1250?Q?_p=F8ezkum?=\r\n\r\nx"), []);
        Assert.Equal("Žádost o přezkum", header.Subject);
    }

    [Fact]
    public void Nested_signed_and_flowed_messages_show_all_they_hold()
    {
        using var mail = Of(Encoding.UTF8.GetBytes("""
            From: Jan <jan@town.test>
            Content-Type: multipart/signed; boundary=s; protocol="application/pkcs7-signature"

            preamble that nobody shows
            --s
            Content-Type: multipart/mixed; boundary=m

            --m
            Content-Type: text/plain; format=flowed; charset=utf-8

            One paragraph^
            in two lines.
            Second.
            --m
            Content-Type: message/rfc822

            Subject: Inner
            Content-Type: multipart/mixed; boundary=i

            --i
            Content-Type: application/pdf
            Content-Disposition: attachment; filename*0*=utf-8''p%C5%99; filename*1=iloha.pdf
            Content-Transfer-Encoding: base64

            JVBERi0=
            --i--
            --m--
            --s
            Content-Type: application/pkcs7-signature; name=smime.p7s
            Content-Transfer-Encoding: base64

            MAAB
            --s--
            something behind the end

            """.Replace('^', ' ').ReplaceLineEndings("\r\n")), []);
        Assert.Equal("One paragraph in two lines.\nSecond.", mail.Text!.TrimEnd());
        Assert.Equal(["1.0 Aside", "1.1.1 Text", "1.1.2 Message", "1.1.2.1.1 File", "1.2 Signature", "1.end Aside"], mail.Pieces.Select(p => $"{p.Place} {p.Kind}").Order(StringComparer.Ordinal));
        Assert.Equal("přiloha.pdf", mail.Pieces.Single(p => p.Place == "1.1.2.1.1").Name);
        Assert.Equal("Inner.eml", mail.Pieces.Single(p => p.Kind == MailPieceKind.Message).Name);
        Assert.All(mail.Pieces.Where(p => p.Kind == MailPieceKind.Aside), p => Assert.True(p.Hidden));
        using var signed = new StreamReader(Assert.Single(mail.Signatures).Content!());
        var bytes = signed.ReadToEnd();
        Assert.StartsWith("Content-Type: multipart/mixed; boundary=m\r\n", bytes, StringComparison.Ordinal);
        Assert.EndsWith("\r\n--m--", bytes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied", "auto-submitted")]
    [InlineData("Precedence: bulk", "precedence")]
    [InlineData("Return-Path: <>", "empty-return-path")]
    [InlineData("List-Unsubscribe: <mailto:x@y.cz>", "list")]
    [InlineData("X-Auto-Response-Suppress: All", "suppressed")]
    [InlineData("Content-Type: multipart/report; boundary=x", "report")]
    [InlineData("Reply-To: mailer-daemon@b.cz", "machine")]
    [InlineData("Auto-Submitted: no", null)]
    public void Machines_are_told_from_people(string line, string? reason)
    {
        using var mail = Of(Encoding.ASCII.GetBytes($"From: a@b.cz\r\n{line}\r\n\r\nx"), []);
        Assert.Equal(reason, AutomaticMail.Reason(mail));
    }

    private static ReadMail Of(byte[] head, byte[] body) => reader.Read(new MemoryStream([.. head, .. body]));
}
