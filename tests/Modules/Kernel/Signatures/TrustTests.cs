using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Signatures;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel.Signatures;

public sealed class TrustTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("virtuos-trust-").FullName;
    private readonly TrialIssuer issuer = new(Now.AddYears(-3));

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    [Fact]
    [Contract("E03", Part = "trust, revocation and validity, with the reason in words")]
    public void A_verdict_says_what_is_known_of_the_certificate_and_why()
    {
        var certificate = issuer.Issue("Jan Novák", Now.AddYears(-1), Now.AddYears(1));
        var fresh = issuer.RevocationList(Now.AddHours(-1), Now.AddDays(1));
        Assert.Equal((null, "kernel.signature.no-anchors"), Verdict(certificate, TrustAnchors.None));
        Assert.Equal((false, "kernel.signature.no-chain"), Verdict(certificate, Trusting(new TrialIssuer(Now.AddYears(-3)))));
        Assert.Equal((null, "kernel.signature.no-revocation"), Verdict(certificate, Trusting(issuer)));
        Assert.Equal((true, "kernel.signature.passed"), Verdict(certificate, Trusting(issuer, fresh)));
        // Told too long ago to tell of today.
        Assert.Equal((null, "kernel.signature.no-revocation"), Verdict(certificate, Trusting(issuer, issuer.RevocationList(Now.AddDays(-9), Now.AddDays(-2)))));
        Assert.Equal((false, "kernel.signature.revoked"), Verdict(certificate, Trusting(issuer, issuer.RevocationList(Now.AddHours(-1), Now.AddDays(1), (certificate, Now.AddDays(-5))))));
        Assert.Equal((false, "kernel.signature.expired-no-proof"), Verdict(issuer.Issue("Stará", Now.AddYears(-2), Now.AddDays(-1)), Trusting(issuer, fresh)));
        // A list of an authority with the same name and another key tells nothing.
        Assert.Equal((null, "kernel.signature.no-revocation"), Verdict(certificate, Trusting(issuer, new TrialIssuer(Now.AddYears(-3)).RevocationList(Now.AddHours(-1), Now.AddDays(1)))));
    }

    [Fact]
    public void Who_is_no_authority_issues_nothing_that_is_trusted()
    {
        var false_ = new TrialIssuer(Now.AddYears(-3), authority: false);
        Assert.Equal((false, "kernel.signature.chain-constraints"), Verdict(false_.Issue("Jan Novák", Now.AddYears(-1), Now.AddYears(1)), Trusting(false_)));
    }

    [Fact]
    [Contract("E03", Part = "trusted lists tell what is qualified, at the time of the signature")]
    public async Task A_trusted_list_tells_whether_a_signature_is_qualified()
    {
        var certificate = issuer.Issue("Jan Novák", Now.AddYears(-1), Now.AddYears(1), qualified: true);
        var store = new TrustStore(new Installation { Var = folder }, Clock());
        await store.Load(File("crl", issuer.RevocationList(Now.AddHours(-1), Now.AddDays(1))), null, TestContext.Current.CancellationToken);
        await store.Load(File("list.xml", List(("granted", Now.AddYears(-2)))), null, TestContext.Current.CancellationToken);
        var verdict = Check(certificate, store.Anchors());
        Assert.Equal("TOTAL_PASSED", verdict.Indication);
        Assert.True(verdict.Qualified);
        Assert.Equal("signature", verdict.Purpose);
        Assert.False(Check(issuer.Issue("Obyčejná", Now.AddYears(-1), Now.AddYears(1)), store.Anchors()).Qualified);

        // The same list in a newer state replaces the old one.
        await store.Load(File("list.xml", List(("withdrawn", Now.AddDays(-30)), ("granted", Now.AddYears(-2)))), null, TestContext.Current.CancellationToken);
        Assert.Equal("kernel.signature.withdrawn", Check(certificate, store.Anchors()).Reason);
        var list = Assert.Single(store.Sources(), s => s.Kind == "list");
        Assert.Equal(("list-cz", Now.AddDays(-1), Now.AddDays(100), 1), (list.Name, list.Issued, list.NextUpdate, list.Holds));
    }

    [Fact]
    public async Task A_list_is_laid_in_only_as_its_signer_signed_it()
    {
        using var archive = await ZipFile.OpenReadAsync(Samples.PathOf("standards/signature-samples.zip"), TestContext.Current.CancellationToken);
        using var entry = archive.GetEntry("dss-xades/src/test/resources/validation/sk-tsl.xml")!.Open();
        using var kept = new MemoryStream();
        await entry.CopyToAsync(kept, TestContext.Current.CancellationToken);
        var content = kept.ToArray();
        var signer = SignatureChecker.Check(content, [], new CheckContext(TrustAnchors.None, Now, TestContext.Current.CancellationToken)).Signatures.Single().Certificate!;
        var store = new TrustStore(new Installation { Var = folder }, Clock());
        await Assert.ThrowsAsync<TrustRefusedException>(() => store.Load(File("sk.xml", content), issuer.Certificate, TestContext.Current.CancellationToken));
        var changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(content).Replace("<tsl:SchemeTerritory>SK", "<tsl:SchemeTerritory>CZ", StringComparison.Ordinal).Replace("<SchemeTerritory>SK", "<SchemeTerritory>CZ", StringComparison.Ordinal));
        Assert.NotEqual(content, changed);
        await Assert.ThrowsAsync<TrustRefusedException>(() => store.Load(File("sk.xml", changed), signer, TestContext.Current.CancellationToken));
        Assert.Empty(store.Sources());
        Assert.Empty(store.Anchors().All);
        var source = await store.Load(File("sk.xml", content), signer, TestContext.Current.CancellationToken);
        Assert.True(source.Holds > 5 && source.Verified == true);
        Assert.Equal(source.Holds, store.Anchors().All.Count);
        await Assert.ThrowsAsync<TrustRefusedException>(() => store.Load("http://list.example/cz.xml", null, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<TrustRefusedException>(() => store.Load(File("nothing.txt", "nothing"u8.ToArray()), null, TestContext.Current.CancellationToken));
    }

    private static FakeClock Clock()
    {
        var clock = new FakeClock();
        clock.Set(Now);
        return clock;
    }

    private static (bool?, string) Verdict(X509Certificate2 certificate, TrustAnchors trust)
    {
        var verdict = Check(certificate, trust);
        Assert.True(verdict.Intact);
        return (verdict.Trusted, verdict.Reason);
    }

    private static SignatureVerdict Check(X509Certificate2 certificate, TrustAnchors trust) =>
        Assert.Single(SignatureChecker.Check(TrialIssuer.Sign("Žádost"u8.ToArray(), certificate), [], new CheckContext(trust, Now, TestContext.Current.CancellationToken)).Signatures);

    private static TrustAnchors Trusting(TrialIssuer issuer, params byte[][] lists) => new([new TrustAnchor(issuer.Certificate, "test", [])], lists.Select(l => (ReadOnlyMemory<byte>)l));

    private string File(string name, byte[] content)
    {
        var path = Path.Combine(folder, name);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    private byte[] List(params (string State, DateTimeOffset From)[] states)
    {
        static string State((string State, DateTimeOffset From) s) => $"<ServiceStatus>http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/{s.State}</ServiceStatus><StatusStartingTime>{s.From:yyyy-MM-ddTHH:mm:ssZ}</StatusStartingTime>";
        return Encoding.UTF8.GetBytes($"""
            <TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#"><SchemeInformation><TSLSequenceNumber>7</TSLSequenceNumber><SchemeTerritory>CZ</SchemeTerritory>
            <ListIssueDateTime>{Now.AddDays(-1):yyyy-MM-ddTHH:mm:ssZ}</ListIssueDateTime><NextUpdate><dateTime>{Now.AddDays(100):yyyy-MM-ddTHH:mm:ssZ}</dateTime></NextUpdate></SchemeInformation>
            <TrustServiceProviderList><TrustServiceProvider><TSPServices><TSPService><ServiceInformation><ServiceTypeIdentifier>http://uri.etsi.org/TrstSvc/Svctype/CA/QC</ServiceTypeIdentifier>
            <ServiceName><Name>Zkušební</Name></ServiceName><ServiceDigitalIdentity><DigitalId><X509Certificate>{Convert.ToBase64String(issuer.Certificate.RawData)}</X509Certificate></DigitalId></ServiceDigitalIdentity>
            {State(states[0])}</ServiceInformation><ServiceHistory>{string.Concat(states.Skip(1).Select(s => $"<ServiceHistoryInstance>{State(s)}</ServiceHistoryInstance>"))}</ServiceHistory>
            </TSPService></TSPServices></TrustServiceProvider></TrustServiceProviderList></TrustServiceStatusList>
            """);
    }
}
