using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Virtuos.Kernel.Backup;
using Virtuos.Kernel.OpenNorms;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Signing;
using Report = Virtuos.Host.Commands.VerifyCommand.Report;

namespace Virtuos.Host.Commands;

/// <summary>What <c>virtuos verify</c> says of a sealed paper or certificate of a digital act; no database is needed.</summary>
internal static class SealedFile
{
    public static async Task<Report> Paper(string path, byte[] pdf, string? filing, string? roots, CancellationToken cancel)
    {
        var act = PaperAttachments.Of(pdf).Select(CertifiedAct.Read).FirstOrDefault(a => a is not null);
        return await Of(path, SealVerification.Verify(pdf, Roots(roots)), act, filing, roots is not null, cancel);
    }

    public static async Task<Report> Container(string path, string? filing, string? roots, CancellationToken cancel) =>
        SealContainer.Verify(await File.ReadAllBytesAsync(path, cancel), Roots(roots)) is var (_, content, seal)
            ? await Of(path, seal, CertifiedAct.Read(content), filing, roots is not null, cancel)
            : new(Path.GetFileName(path), false, 0, 0, ["It is no sealed container of one file."]);

    /// <summary>The XML of a certificate alone says nothing of who issued it.</summary>
    public static Report Bare(string path, CertifiedAct act) => new($"{Path.GetFileName(path)} ({Told(act)})", false, 0, 0, ["It has no seal: check the .pdf or .asics that the office issued."]);

    private static async Task<Report> Of(string path, SealVerification seal, CertifiedAct? act, string? filing, bool trusting, CancellationToken cancel)
    {
        List<object> faults = seal.State == SealState.Intact ? [] : [seal.State.ToString()];
        if (seal.Stamp is { Holds: false }) faults.Add("The time stamp is not of this seal.");
        if (trusting && !seal.Trusted) faults.Add("The seal does not lead to the given certificates.");
        if (trusting && seal.Stamp is { Trusted: false }) faults.Add("The time stamp does not lead to the given certificates.");
        if (act is not null && seal.Stamp is null) faults.Add("A certificate of a digital act has a time stamp.");
        if (filing is not null && act is null) faults.Add("It is no certificate of a digital act.");
        if (filing is not null && act is not null && Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(filing, cancel))) != act.FilingHash) faults.Add($"It does not certify {Path.GetFileName(filing)}.");
        var what = $"{Path.GetFileName(path)} ({seal.Sealer}, {seal.Time:u}{(seal.Trial ? ", trial seal" : "")}{Stamp(seal.Stamp)})";
        return new(act is null ? what : $"{what}, {Told(act)}", faults.Count == 0, 0, 0, faults);
    }

    private static string Told(CertifiedAct act) => $"certificate {act.Id} of a digital act: {act.ReferenceNumber}, {act.Matter}, {act.Filer} to {act.Office}, done {act.FiledAt:u}, filing {act.FilingHash}, {(act.Authorised ? "authorised" : "not authorised")}";

    private static string Stamp(SealStamp? stamp) => stamp is null ? ", no time stamp" : $", stamped {stamp.At:u} by {stamp.Authority}{(stamp.Trial ? ", trial stamp" : "")}";

    private static X509Certificate2[] Roots(string? path)
    {
        if (path is null) return [];
        try
        {
            X509Certificate2Collection roots = [];
            roots.ImportFromPemFile(path);
            return [.. roots];
        }
        catch (CryptographicException e)
        {
            throw new BackupException($"{path} holds no certificates: {e.Message}");
        }
    }
}
