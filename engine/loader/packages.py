"""Which package to install for an import: most have the same name, these have not."""

from __future__ import annotations

PACKAGES = {
    "attr": "attrs",
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python",
    "cupy": "cupy-cuda12x",
    "dateutil": "python-dateutil",
    "docx": "python-docx",
    "dotenv": "python-dotenv",
    "faiss": "faiss-cpu",
    "fitz": "PyMuPDF",
    "flash_attn": "flash-attn",
    "git": "GitPython",
    "google.protobuf": "protobuf",
    "hydra": "hydra-core",
    "Levenshtein": "python-Levenshtein",
    "lightning_fabric": "lightning-fabric",
    "mamba_ssm": "mamba-ssm",
    "mpl_toolkits": "matplotlib",
    "OpenGL": "PyOpenGL",
    "PIL": "pillow",
    "psycopg2": "psycopg2-binary",
    "pkg_resources": "setuptools",
    "pytorch_lightning": "pytorch-lightning",
    "pytorch_metric_learning": "pytorch-metric-learning",
    "segmentation_models_pytorch": "segmentation-models-pytorch",
    "sentence_transformers": "sentence-transformers",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "slugify": "python-slugify",
    "torch_cluster": "torch-cluster",
    "torch_geometric": "torch-geometric",
    "torch_scatter": "torch-scatter",
    "torch_sparse": "torch-sparse",
    "umap": "umap-learn",
    "yaml": "PyYAML",
    "zmq": "pyzmq",
}


def package_of(module: str) -> str:
    """What ``pip install`` wants for ``import module``."""
    if module in PACKAGES:
        return PACKAGES[module]
    top = module.split(".")[0]
    return PACKAGES.get(top, top)
