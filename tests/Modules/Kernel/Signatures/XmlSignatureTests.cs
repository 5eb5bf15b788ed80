using System.Text;
using System.Xml;
using Virtuos.Kernel.Signatures;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel.Signatures;

public sealed class XmlSignatureTests(XmlSecurityTool tool) : IClassFixture<XmlSecurityTool>
{
    private const string Ds = XmlSignature.Space;
    private const string ByXPath = $"<ds:Transform Algorithm='{XmlFilters.Condition}'><ds:XPath xmlns:d='urn:d' xmlns:a='urn:a'>";
    private const string ByBranch = $"<ds:Transform Algorithm='{XmlFilters.Branches}'>";
    private const string Branch = $"<f:XPath xmlns:f='{XmlFilters.Branches}' xmlns:d='urn:d' xmlns:a='urn:a' Filter=";

    /// <summary>Address, transforms and the canonicalisation of SignedInfo.</summary>
    public static TheoryData<string, string, string> Ways => new()
    {
        { "", $"<ds:Transform Algorithm='{XmlTransforms.Enveloped}'/>", CanonicalMethod.Inclusive10 },
        { "", $"<ds:Transform Algorithm='{XmlTransforms.Enveloped}'/><ds:Transform Algorithm='{CanonicalMethod.Inclusive11}#WithComments'/>", CanonicalMethod.Inclusive11 },
        { "", $"<ds:Transform Algorithm='{XmlTransforms.Enveloped}'/><ds:Transform Algorithm='{CanonicalMethod.Exclusive10}'><e:InclusiveNamespaces xmlns:e='{CanonicalMethod.Exclusive10}' PrefixList='a unused #default'/></ds:Transform>", CanonicalMethod.Exclusive10 },
        { "", $"{ByXPath}not(ancestor-or-self::ds:Signature)</ds:XPath></ds:Transform>", CanonicalMethod.Exclusive10 },
        { "", $"{ByXPath}not(ancestor-or-self::ds:Signature) and not(self::d:drop or self::a:drop)</ds:XPath></ds:Transform>", CanonicalMethod.Inclusive10 },
        { "", $"{ByXPath}not(ancestor-or-self::ds:Signature) and not(self::d:drop or self::a:drop)</ds:XPath></ds:Transform><ds:Transform Algorithm='{CanonicalMethod.Exclusive10}'/>", CanonicalMethod.Exclusive10 },
        { "", $"{ByXPath}ancestor-or-self::d:keep or (self::text() and not(ancestor::ds:Signature))</ds:XPath></ds:Transform>", CanonicalMethod.Inclusive10 },
        { "", $"{ByBranch}{Branch}'subtract'>here()/ancestor::ds:Signature[1]</f:XPath></ds:Transform>", CanonicalMethod.Inclusive10 },
        { "", $"{ByBranch}{Branch}'intersect'>//a:* | //d:keep</f:XPath>{Branch}'subtract'>//a:drop | //ds:Signature</f:XPath>{Branch}'union'>//d:text[1]</f:XPath></ds:Transform><ds:Transform Algorithm='{CanonicalMethod.Exclusive10}'/>", CanonicalMethod.Exclusive10 },
        { "#object", $"<ds:Transform Algorithm='{CanonicalMethod.Exclusive10}'/>", CanonicalMethod.Exclusive10 },
        { "#object", "", CanonicalMethod.Inclusive10 },
        { "#xpointer(id('object'))", "", CanonicalMethod.Inclusive10 },
        { "#xpointer(/)", $"<ds:Transform Algorithm='{XmlTransforms.Enveloped}'/><ds:Transform Algorithm='{CanonicalMethod.Inclusive10}#WithComments'/>", CanonicalMethod.Inclusive10 },
        { "#packed", $"<ds:Transform Algorithm='{Ds}base64'/>", CanonicalMethod.Inclusive10 },
    };

    [Theory, MemberData(nameof(Ways))]
    public async Task What_xmlsec1_signs_is_intact_here_and_a_changed_word_is_not(string address, string transforms, string method)
    {
        for (var seed = 100; seed < 103; seed++)
        {
            var signed = await tool.Sign(new RandomXml(seed).Document(Template(address, transforms, method)));
            var verdict = Assert.Single(Check(signed));
            Assert.True(verdict.Intact, $"{seed}: {verdict.SubIndication} {verdict.Reason}");
            Assert.Equal("XML-NOT-ETSI", verdict.Format);
            var changed = Encoding.UTF8.GetString(signed).Replace("word of the object", "world of the object").Replace("YWJjZA==", "YWJjZQ==").Replace("xml:space=\"preserve\"", "xml:space=\"default\"");
            if (address.Length > 0 || transforms.Contains("#enveloped")) Assert.False(Assert.Single(Check(Encoding.UTF8.GetBytes(changed))).Intact);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_signed_here_verifies_by_xmlsec1(bool xades)
    {
        var document = XmlDocuments.Load(Encoding.UTF8.GetBytes(new RandomXml(7).Document("<part Id=\"part\">word</part>")));
        XmlSigning.Sign(document, xades ? [] : ["part"], tool.Certificate, at: xades ? new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.FromHours(1)) : null);
        var text = document.OuterXml;
        Assert.True(await tool.Verifies(text, "urn:d:part", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"));
        var verdict = Assert.Single(Check(Encoding.UTF8.GetBytes(text)));
        Assert.True(verdict.Intact);
        Assert.Equal(xades ? ("XAdES", "BASELINE-B") : ("XML-NOT-ETSI", null), (verdict.Format, verdict.Level));
        Assert.Equal(xades ? "/" : "part#part", Assert.Single(verdict.Covers));
        if (xades) Assert.Equal(new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero), verdict.SignedAt);
        Assert.False(Assert.Single(Check(Encoding.UTF8.GetBytes(text.Replace(">word<", ">ward<")))).Intact);
    }

    [Fact]
    public void An_element_of_the_same_identity_elsewhere_makes_the_signature_fail()
    {
        var document = XmlDocuments.Load("<r><part Id='part'>100</part></r>"u8.ToArray());
        XmlSigning.Sign(document, ["part"], tool.Certificate);
        var text = document.OuterXml;
        var doubled = Assert.Single(Check(Encoding.UTF8.GetBytes(text.Replace("<r>", "<r><part Id='part'>999</part>"))));
        Assert.Equal(("TOTAL_FAILED", "FORMAT_FAILURE"), (doubled.Indication, doubled.SubIndication));
        Assert.False(doubled.Intact);
        // Moved aside, it is still what was signed, and the verdict says which element that is.
        var moved = Assert.Single(Check(Encoding.UTF8.GetBytes(text.Replace("<part Id=\"part\">100</part>", "<part>999</part><aside><part Id=\"part\">100</part></aside>"))));
        Assert.Equal("part#part", Assert.Single(moved.Covers));
    }

    [Theory]
    [InlineData("<ds:Transform Algorithm='http://www.w3.org/TR/1999/REC-xslt-19991116'><x:stylesheet xmlns:x='http://www.w3.org/1999/XSL/Transform' version='1.0'/></ds:Transform>", "kernel.signature.xml-xslt")]
    [InlineData("<ds:Transform Algorithm='urn:unknown'/>", "kernel.signature.xml-transform")]
    [InlineData("<ds:Transform Algorithm='http://www.w3.org/TR/1999/REC-xpath-19991116'><ds:XPath>document('http://town.example')</ds:XPath></ds:Transform>", "kernel.signature.xml-transform")]
    [InlineData("<ds:Transform Algorithm='http://www.w3.org/TR/1999/REC-xpath-19991116'><ds:XPath>count(//*[count(//*[count(//*[count(//*)>0])>0])>0])>0</ds:XPath></ds:Transform>", "kernel.signature.too-large")]
    public void Programs_of_strangers_are_not_run_and_the_reason_says_so(string transforms, string reason)
    {
        var verdict = Assert.Single(Check(Encoding.UTF8.GetBytes(new RandomXml(3).Document(Template("", transforms, CanonicalMethod.Exclusive10)))));
        Assert.Null(verdict.Intact);
        Assert.Equal(reason, verdict.Reason);
    }

    [Theory]
    [InlineData("<!DOCTYPE r [<!ENTITY a 'b'>]><r><Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/></r>", "kernel.signature.xml-dtd")]
    [InlineData("<r><Signature xmlns='http://www.w3.org/2000/09/xmldsig#'></r>", "kernel.signature.xml-broken")]
    public void What_must_not_be_read_is_named(string document, string reason) =>
        Assert.Equal(reason, SignatureChecker.Check(Encoding.UTF8.GetBytes(document), [], Nobody).Unreadable);

    [Fact]
    public void A_document_as_deep_as_a_well_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 200_000)) + "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/>" + string.Concat(Enumerable.Repeat("</a>", 200_000));
        Assert.Equal("kernel.signature.too-large", SignatureChecker.Check(Encoding.UTF8.GetBytes(deep), [], Nobody).Unreadable);
    }

    [Fact]
    public void A_file_beside_is_needed_and_is_found_by_its_name()
    {
        var reference = "<ds:Reference URI='zpr%C3%A1va.txt'><ds:DigestMethod Algorithm='http://www.w3.org/2001/04/xmlenc#sha256'/><ds:DigestValue>ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=</ds:DigestValue></ds:Reference>";
        var document = Encoding.UTF8.GetBytes($"<ds:Signature xmlns:ds='{Ds}'><ds:SignedInfo><ds:CanonicalizationMethod Algorithm='{CanonicalMethod.Exclusive10}'/><ds:SignatureMethod Algorithm='{XmlAlgorithms.RsaSha256}'/>{reference}</ds:SignedInfo><ds:SignatureValue>AAAA</ds:SignatureValue></ds:Signature>");
        bool? Intact(params (string, byte[])[] beside)
        {
            var loaded = XmlDocuments.Load(document);
            var files = beside.ToDictionary(file => file.Item1, file => file.Item2);
            return new XmlSignature(loaded.DocumentElement!, new XmlIdentities(loaded), name => files.GetValueOrDefault(Uri.UnescapeDataString(name!))).DataIntact;
        }
        Assert.Null(Intact());
        Assert.True(Intact(("zpráva.txt", "abc"u8.ToArray())));
        Assert.False(Intact(("zpráva.txt", "abd"u8.ToArray())));
        Assert.Null(Assert.Single(Check(document)).Intact);
    }

    private static CheckContext Nobody => new(TrustAnchors.None, TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);

    private static IReadOnlyList<SignatureVerdict> Check(byte[] document) => SignatureChecker.Check(document, [], Nobody).Signatures;

    private static string Template(string address, string transforms, string method) =>
        $"<ds:Signature xmlns:ds='{Ds}' Id='s'><ds:SignedInfo><ds:CanonicalizationMethod Algorithm='{method}'/><ds:SignatureMethod Algorithm='{XmlAlgorithms.RsaSha256}'/>"
        + $"<ds:Reference URI=\"{address}\">{(transforms.Length == 0 ? "" : $"<ds:Transforms>{transforms}</ds:Transforms>")}<ds:DigestMethod Algorithm='{XmlAlgorithms.Sha256}'/><ds:DigestValue/></ds:Reference></ds:SignedInfo>"
        + "<ds:SignatureValue/><ds:KeyInfo><ds:X509Data><ds:X509Certificate/></ds:X509Data></ds:KeyInfo>"
        + "<ds:Object Id='object' xmlns:a='urn:z'><a:thing xml:lang='en'><!-- quiet -->word of the object</a:thing></ds:Object><ds:Object Id='packed'>YWJjZA==</ds:Object></ds:Signature>";
}
