using Microsoft.EntityFrameworkCore;

namespace Virtuos.Records;

/// <summary>Keys, relations and conversions of the file plan and of what hangs on it.</summary>
internal static class PlanMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<FilePlan>(e =>
        {
            e.HasKey(p => new { p.Office, p.Id });
            RecordsDb.AsJson(e.Property(p => p.Issuer));
        });
        model.Entity<RetentionRule>(e =>
        {
            e.HasKey(r => new { r.Office, r.Id });
            e.Ignore(r => r.Terms).Ignore(r => r.Code);
            e.HasOne<FilePlan>().WithMany().HasForeignKey(r => new { r.Office, r.Plan });
        });
        model.Entity<SubjectGroup>(e =>
        {
            e.HasKey(g => new { g.Office, g.Id });
            RecordsDb.AsJson(e.Property(g => g.Sections));
            e.HasOne<FilePlan>().WithMany().HasForeignKey(g => new { g.Office, g.Plan });
            e.HasOne<SubjectGroup>().WithMany().HasForeignKey(g => new { g.Office, g.Parent });
            e.HasOne<RetentionRule>().WithMany().HasForeignKey(g => new { g.Office, g.Rule });
        });
        model.Entity<TypeFile>(e =>
        {
            e.HasKey(t => new { t.Office, t.Id });
            RecordsDb.AsJson(e.Property(t => t.ClosedBy));
        });
        model.Entity<FileSection>(e =>
        {
            e.HasKey(s => new { s.Office, s.Id });
            e.HasOne<TypeFile>().WithMany().HasForeignKey(s => new { s.Office, s.TypeFile });
        });
        model.Entity<FileVolume>(e =>
        {
            e.HasKey(v => new { v.Office, v.Id });
            RecordsDb.AsJson(e.Property(v => v.ClosedBy));
            e.HasOne<FileSection>().WithMany().HasForeignKey(v => new { v.Office, v.Section });
        });
        model.Entity<CaseFile>().HasOne<FileVolume>().WithMany().HasForeignKey(f => new { f.Office, f.Volume });
        model.Entity<FileStep>(e =>
        {
            e.HasKey(s => new { s.Office, s.Id });
            e.Property(s => s.Kind).HasConversion<string>();
        });
        model.Entity<LegalHold>(e =>
        {
            e.HasKey(h => new { h.Office, h.Id });
            e.HasOne<CaseFile>().WithMany().HasForeignKey(h => new { h.Office, h.File });
        });
        model.Entity<DocumentRule>(e =>
        {
            e.HasKey(r => new { r.Office, r.Id });
            e.HasOne<Document>().WithOne().HasForeignKey<DocumentRule>(r => new { r.Office, r.Id });
        });
        model.Entity<Settlement>(e =>
        {
            e.HasKey(s => new { s.Office, s.Id });
            e.Property(s => s.Thing).HasConversion<string>();
            RecordsDb.AsJson(e.Property(s => s.Handler));
            RecordsDb.AsJson(e.Property(s => s.Approvals));
        });
        model.Entity<CrossReference>().HasKey(r => new { r.Office, r.Id });
        model.Entity<OtherIdentifier>(e =>
        {
            e.HasKey(i => new { i.Office, i.Id });
            e.Property(i => i.Thing).HasConversion<string>();
        });
    }
}
