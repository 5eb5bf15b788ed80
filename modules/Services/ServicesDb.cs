using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Database;
using Virtuos.Services.Certificates;
using Virtuos.Services.Filing;
using Virtuos.Services.Filling;

namespace Virtuos.Services;

/// <summary>The tables of schema <c>services</c>.</summary>
internal sealed partial class ServicesDb(DbContextOptions<ServicesDb> options, DbGround ground) : ModuleDb(options, ground, "services")
{
    public DbSet<Draft> Drafts => Set<Draft>();

    public DbSet<DraftFile> DraftFiles => Set<DraftFile>();

    public DbSet<ResumeLink> ResumeLinks => Set<ResumeLink>();

    public DbSet<MailAddress> MailAddresses => Set<MailAddress>();

    public DbSet<Submission> Submissions => Set<Submission>();

    public DbSet<TrackingCode> TrackingCodes => Set<TrackingCode>();

    public DbSet<Certificate> Certificates => Set<Certificate>();

    public DbSet<Fingerprint> Fingerprints => Set<Fingerprint>();

    protected override void Map(ModelBuilder model)
    {
        model.Entity<DraftFile>().HasOne<Draft>().WithMany().HasForeignKey(f => f.Draft);
        model.Entity<ResumeLink>().HasKey(l => l.KeyHash);
        model.Entity<MailAddress>().HasKey(a => a.Digest);
        model.Entity<TrackingCode>().HasKey(c => c.Code);
        model.Entity<Submission>(e =>
        {
            e.HasKey(s => new { s.Office, s.Id });
            e.Property(s => s.State).HasConversion<string>();
            e.Property(s => s.Confirmation).HasConversion<string>();
            e.Property(s => s.Files).HasColumnType("jsonb").HasConversion(FileList.Converter, FileList.Comparer);
        });
        model.Entity<Certificate>(e =>
        {
            e.HasKey(c => new { c.Office, c.Id });
            e.HasOne<Submission>().WithMany().HasForeignKey(c => new { c.Office, c.Submission });
        });
        model.Entity<Fingerprint>(e =>
        {
            e.HasKey(f => new { f.Hash, f.Office, f.Certificate });
            e.HasOne<Certificate>().WithMany().HasForeignKey(f => new { f.Office, f.Certificate });
        });
        MapFollowing(model);
    }

    /// <summary>Entities of finding, following, mailbox and supplementing.</summary>
    partial void MapFollowing(ModelBuilder model);
}
