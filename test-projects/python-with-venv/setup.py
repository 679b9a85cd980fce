from setuptools import setup

setup(name="poster", packages=["app"])
